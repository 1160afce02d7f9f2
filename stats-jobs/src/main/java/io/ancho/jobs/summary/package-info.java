/**
 * The summary of a run: the same bytes however the run was executed and however Spark
 * divided the work, because every figure comes of exact sums, order statistics and
 * counts.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.jobs.summary;
