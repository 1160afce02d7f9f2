/**
 * API tokens: who holds one, what it allows and until when.
 * <p>
 * Only the SHA-256 of a token is stored. A slow, salted password hash would add nothing:
 * a token is 256 random bits, so there is no dictionary to try, and every request has to
 * be checked.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.token;
