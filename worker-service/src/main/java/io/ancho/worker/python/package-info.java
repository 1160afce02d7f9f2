/**
 * The Python processes that run models: how they are started and walled in, the protocol
 * that is spoken with them, and how they end.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker.python;
