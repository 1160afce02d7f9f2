/**
 * The run registry: models, runs, their lives, the planning of chunks, progress.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run;
