/**
 * A run's events, sent to whoever watches it.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.stream;
