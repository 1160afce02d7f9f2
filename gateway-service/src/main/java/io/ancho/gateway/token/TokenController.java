package io.ancho.gateway.token;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ancho.gateway.audit.AuditDetails;
import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
import io.ancho.gateway.problem.QueryParameters;
import io.ancho.gateway.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A user's own tokens, and everybody's for operators.
 */
@RestController
@RequestMapping(path = "/api/v1/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
class TokenController {

	private static final int MAX_TOKENS = 100;

	private static final int TOKEN_BYTES = 32;

	private final Tokens tokens;

	private final TokenChecks checks;

	private final Users users;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	TokenController(Tokens tokens, TokenChecks checks, Users users, Clock clock) {
		this.tokens = tokens;
		this.checks = checks;
		this.users = users;
		this.clock = clock;
	}

	@GetMapping
	Page list(@AuthenticationPrincipal Caller caller, @RequestParam Map<String, String> query) {
		QueryParameters.check(query.keySet(), "user");
		return new Page(this.tokens.list(ownerFor(caller, query.get("user"))), null);
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	NewToken create(@AuthenticationPrincipal Caller caller, @Valid @RequestBody TokenRequest request,
			HttpServletRequest http) {
		String owner = ownerFor(caller, request.user());
		Set<Scope> scopes = request.scopesOr(caller.scopes());
		if (!caller.scopes().containsAll(scopes)) {
			throw new ProblemException(Problem.FORBIDDEN,
					"scopes: a token cannot give away more than it allows itself");
		}
		if (this.tokens.list(owner).size() >= MAX_TOKENS) {
			throw new ProblemException(Problem.CONFLICT,
					"there are " + MAX_TOKENS + " tokens of " + owner + ", which is the limit: delete one first");
		}
		String secret = secret();
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		ApiToken made = this.tokens.add(owner, TokenHash.of(secret), request.name(), scopes, now, request.lifetime());
		AuditDetails.note(http, "token", made.id());
		AuditDetails.note(http, "owner", owner);
		return new NewToken(made, secret);
	}

	/** The caller, or for an operator anybody. */
	private String ownerFor(Caller caller, @Nullable String user) {
		if (user == null || user.equals(caller.user())) {
			return caller.user();
		}
		if (!caller.operator()) {
			throw new ProblemException(Problem.FORBIDDEN, "user: only an operator may name somebody else");
		}
		return this.users.find(user)
			.orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "there is no user " + user))
			.name();
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id, HttpServletRequest http) {
		if (caller.tokenId().equals(id)) {
			throw new ProblemException(Problem.CONFLICT,
					"this is the token that you are using, and may be your last: delete it with another one");
		}
		String owner = this.tokens.owner(id)
			.filter((user) -> caller.operator() || user.equals(caller.user()))
			.orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "you have no token " + id));
		this.tokens.delete(owner, id);
		this.checks.forget(id);
		AuditDetails.note(http, "owner", owner);
	}

	private String secret() {
		byte[] bytes = new byte[TOKEN_BYTES];
		this.random.nextBytes(bytes);
		return "ancho_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * The answer to a list.
	 *
	 * @param items the tokens
	 * @param next always null: all of them fit one page
	 */
	record Page(List<ApiToken> items, @Nullable String next) {

	}

	/**
	 * A token that was just made.
	 *
	 * @param description everything that can be read again later
	 * @param token the token, which cannot
	 */
	record NewToken(@JsonUnwrapped ApiToken description, String token) {

	}

}
