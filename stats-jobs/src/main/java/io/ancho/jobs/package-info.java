/**
 * The Spark application that summarises runs: one JSON request a line in, one JSON answer
 * a line out.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.jobs;
