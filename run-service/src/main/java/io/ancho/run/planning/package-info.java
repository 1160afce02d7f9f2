/**
 * What is left of a run and what has come in: chunks, progress, live statistics. No input
 * or output.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.planning;
