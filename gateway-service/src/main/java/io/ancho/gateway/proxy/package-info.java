/**
 * Hands requests on to the services behind the gateway and their answers back, as a
 * stream in both directions.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.proxy;
