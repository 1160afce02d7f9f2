/**
 * What run-service says of a run to the user who asks.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.runs;
