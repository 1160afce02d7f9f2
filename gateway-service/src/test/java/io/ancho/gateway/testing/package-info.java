/**
 * What the gateway's integration tests share: a running gateway, and services for it to
 * stand in front of.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.testing;
