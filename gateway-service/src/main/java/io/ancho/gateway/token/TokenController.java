package io.ancho.gateway.token;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A user's own tokens.
 */
@RestController
@RequestMapping(path = "/api/v1/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
class TokenController {

	private static final int MAX_TOKENS = 100;

	private static final int TOKEN_BYTES = 32;

	private final Tokens tokens;

	private final TokenChecks checks;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	TokenController(Tokens tokens, TokenChecks checks, Clock clock) {
		this.tokens = tokens;
		this.checks = checks;
		this.clock = clock;
	}

	@GetMapping
	Page list(@AuthenticationPrincipal Caller caller) {
		return new Page(this.tokens.list(caller.user()), null);
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	NewToken create(@AuthenticationPrincipal Caller caller, @Valid @RequestBody TokenRequest request) {
		Set<Scope> scopes = request.scopesOr(caller.scopes());
		if (!caller.scopes().containsAll(scopes)) {
			throw new ProblemException(Problem.FORBIDDEN,
					"scopes: a token cannot give away more than it allows itself");
		}
		if (this.tokens.list(caller.user()).size() >= MAX_TOKENS) {
			throw new ProblemException(Problem.CONFLICT,
					"you have " + MAX_TOKENS + " tokens, which is the limit: delete one first");
		}
		String secret = secret();
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		return new NewToken(
				this.tokens.add(caller.user(), TokenHash.of(secret), request.name(), scopes, now, request.lifetime()),
				secret);
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
		if (caller.tokenId().equals(id)) {
			throw new ProblemException(Problem.CONFLICT,
					"this is the token that you are using, and may be your last: delete it with another one");
		}
		if (this.tokens.list(caller.user()).stream().noneMatch((token) -> token.id().equals(id))) {
			throw new ProblemException(Problem.NOT_FOUND, "you have no token " + id);
		}
		this.tokens.delete(caller.user(), id);
		this.checks.forget(id);
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
