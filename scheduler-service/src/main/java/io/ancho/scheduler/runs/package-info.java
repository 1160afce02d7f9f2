/**
 * Runs' needs, read from Kafka.
 */
@NullMarked
package io.ancho.scheduler.runs;

import org.jspecify.annotations.NullMarked;
