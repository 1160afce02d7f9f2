/**
 * Who may do what: everything but the open pages needs a token, and a token's scope says
 * whether it may change things.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.access;
