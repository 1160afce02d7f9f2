/**
 * Runs as their owners see them: get, list, cancel.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.registry;
