/**
 * The summary of a run: the same bytes however the run was executed and however Spark
 * divided the work. Every figure is computed per bucket of the results, merged in the
 * order of the buckets, or is a count.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.jobs.summary;
