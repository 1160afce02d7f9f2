/**
 * Runs' needs, read from Kafka, and the state of their executors, written to it.
 */
@NullMarked
package io.ancho.scheduler.runs;

import org.jspecify.annotations.NullMarked;
