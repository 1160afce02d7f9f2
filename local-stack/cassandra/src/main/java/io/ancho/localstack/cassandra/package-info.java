/**
 * Apache Cassandra as one process with a folder and two ports.
 */
@NullMarked
package io.ancho.localstack.cassandra;

import org.jspecify.annotations.NullMarked;
