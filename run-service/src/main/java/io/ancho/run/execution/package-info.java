/**
 * Runs that are not over: chunks out to the executors, reports back, one step at a time.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.execution;
