/**
 * The contracts between the services: what travels over Kafka, in which topic, and how
 * results lie in Cassandra. Records only; no framework beyond the JSON mapper.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.events;
