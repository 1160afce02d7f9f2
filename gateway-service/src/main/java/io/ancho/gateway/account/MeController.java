package io.ancho.gateway.account;

import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.ancho.gateway.problem.QueryParameters;
import io.ancho.gateway.proxy.UsageQueries;
import io.ancho.gateway.token.Caller;
import io.ancho.gateway.token.Scope;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who is asking.
 */
@RestController
class MeController {

	private final UsageQueries usage;

	MeController(UsageQueries usage) {
		this.usage = usage;
	}

	@GetMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
	Me get(@AuthenticationPrincipal Caller caller, @RequestParam Map<String, String> query) {
		QueryParameters.check(query.keySet());
		return new Me(caller.user(), caller.operator(), caller.tokenId(), new TreeSet<>(caller.scopes()),
				caller.expiresAt(), caller.limits().weight(),
				this.usage.find(caller.user(), caller.limits()).orElse(null));
	}

	/**
	 * The caller.
	 *
	 * @param user the user's name
	 * @param operator whether the user is an operator
	 * @param tokenId the id of the token that was sent
	 * @param scopes what it allows
	 * @param expiresAt when it ends; null if it does not
	 * @param weight the user's share of what all use, relative to that of others
	 * @param usage the limit, what is used and what is left, by quota; null while
	 * run-service does not answer
	 */
	record Me(String user, boolean operator, String tokenId, SortedSet<Scope> scopes, @Nullable Instant expiresAt,
			double weight, @Nullable JsonNode usage) {

	}

}
