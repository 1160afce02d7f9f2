/**
 * The people of an installation: who they are, and which of them operate it.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.user;
