/**
 * Kafka: topics, and records that cannot be processed.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.messaging;
