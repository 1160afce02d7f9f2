/**
 * Where a run's numbers come from, and all that repeats them.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.provenance;
