/**
 * The sequences of a run, one or all of them, from Cassandra to the client.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.results;
