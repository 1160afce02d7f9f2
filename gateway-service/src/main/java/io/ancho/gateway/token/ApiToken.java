package io.ancho.gateway.token;

import java.time.Instant;
import java.util.SortedSet;

import org.jspecify.annotations.Nullable;

/**
 * A token as its owner sees it afterwards: everything but the token.
 *
 * @param id its id
 * @param user its owner
 * @param name what its owner calls it
 * @param scopes what it allows
 * @param createdAt when it was made
 * @param expiresAt when it ends; null if it does not
 */
record ApiToken(String id, String user, String name, SortedSet<Scope> scopes, Instant createdAt,
		@Nullable Instant expiresAt) {

}
