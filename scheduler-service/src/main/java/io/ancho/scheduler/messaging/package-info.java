/**
 * Kafka: the topics, and the state of runs' executors, written to theirs.
 */
@NullMarked
package io.ancho.scheduler.messaging;

import org.jspecify.annotations.NullMarked;
