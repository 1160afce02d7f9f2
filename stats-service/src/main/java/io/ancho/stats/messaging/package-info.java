/**
 * Kafka: which topics there are, and what happens to records that cannot be read.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.messaging;
