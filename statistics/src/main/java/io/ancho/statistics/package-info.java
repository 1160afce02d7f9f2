/**
 * Statistics whose states merge: the whole can be computed from any parts. Plain values,
 * no framework.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.statistics;
