package io.ancho.gateway.token;

import java.time.Instant;
import java.util.Set;

import io.ancho.gateway.user.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as a valid token says.
 *
 * @param user the user's name
 * @param tokenId the id of the token
 * @param scopes what the token allows
 * @param operator whether the user operates the installation
 * @param limits what operators have set for the user
 * @param expiresAt when the token ends; null if it does not
 */
public record Caller(String user, String tokenId, Set<Scope> scopes, boolean operator, Limits limits,
		@Nullable Instant expiresAt) {

	public Caller {
		scopes = Set.copyOf(scopes);
	}

	boolean isExpired(Instant now) {
		return this.expiresAt != null && !now.isBefore(this.expiresAt);
	}

}
