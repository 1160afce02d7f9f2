/**
 * Applies a service's numbered CQL files to a keyspace, once each, whoever starts first.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.schema;
