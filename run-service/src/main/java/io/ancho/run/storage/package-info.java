/**
 * Cassandra: this service's keyspace, and the users'.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.storage;
