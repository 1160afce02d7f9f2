/**
 * How much may come in.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.limit;
