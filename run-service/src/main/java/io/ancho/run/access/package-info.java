/**
 * Who may call.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.access;
