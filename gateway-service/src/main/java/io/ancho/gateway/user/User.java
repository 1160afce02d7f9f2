package io.ancho.gateway.user;

import java.time.Instant;

/**
 * Somebody who may use the installation.
 *
 * @param name the name, which everything that belongs to the user is found by
 * @param operator whether the user may do what only operators may
 * @param createdAt since when
 */
public record User(String name, boolean operator, Instant createdAt) {

}
