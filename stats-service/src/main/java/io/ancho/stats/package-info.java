/**
 * The statistics of runs: makes summaries with Spark and serves them, results, failures
 * and logs.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats;
