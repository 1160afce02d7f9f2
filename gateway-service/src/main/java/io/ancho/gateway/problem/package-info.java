/**
 * Everything that goes wrong at the gateway is told as problem details (RFC 9457),
 * whichever layer found it: Tomcat, Spring Security, Spring MVC or the gateway itself.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.problem;
