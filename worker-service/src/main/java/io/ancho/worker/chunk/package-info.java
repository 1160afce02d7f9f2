/**
 * The execution of one chunk, from the model to the report of what came of it.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker.chunk;
