/**
 * The identity that the gateway vouches for towards the services behind it: a JWT signed
 * with its private key. API tokens go no further than here.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.identity;
