/**
 * Who may ask: identities that the gateway signed.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.access;
