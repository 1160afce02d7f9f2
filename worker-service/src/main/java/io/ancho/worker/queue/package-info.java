/**
 * Where chunks come from and what is said of them: the share group, the lanes that take
 * from it, and the executor that keeps the lanes.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker.queue;
