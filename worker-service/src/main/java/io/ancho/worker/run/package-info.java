/**
 * Which runs are over, so that nothing is done for them any more.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker.run;
