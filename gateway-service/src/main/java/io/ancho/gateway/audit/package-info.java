/**
 * Who did what, and who was refused, in a log of its own.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.audit;
