/**
 * Reading a run's results from Cassandra, whole buckets at a time.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.jobs.results;
