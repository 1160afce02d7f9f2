/**
 * An executor: takes chunks of sequences from a queue, computes them in Python processes,
 * stores their results and reports them.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker;
