/**
 * The connection to Cassandra.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.storage;
