/**
 * What log lines are about: which run, which chunk, which request.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.telemetry;
