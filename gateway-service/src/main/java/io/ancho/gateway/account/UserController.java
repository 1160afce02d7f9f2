package io.ancho.gateway.account;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import io.ancho.gateway.audit.AuditDetails;
import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
import io.ancho.gateway.problem.QueryParameters;
import io.ancho.gateway.proxy.UsageQueries;
import io.ancho.gateway.token.Caller;
import io.ancho.gateway.token.TokenChecks;
import io.ancho.gateway.token.Tokens;
import io.ancho.gateway.user.Limits;
import io.ancho.gateway.user.User;
import io.ancho.gateway.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The users, for operators.
 */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
class UserController {

	private final Users users;

	private final Tokens tokens;

	private final TokenChecks checks;

	private final UsageQueries usage;

	private final Clock clock;

	UserController(Users users, Tokens tokens, TokenChecks checks, UsageQueries usage, Clock clock) {
		this.users = users;
		this.tokens = tokens;
		this.checks = checks;
		this.usage = usage;
		this.clock = clock;
	}

	@GetMapping
	Page list(@AuthenticationPrincipal Caller caller, @RequestParam Map<String, String> query) {
		requireOperator(caller);
		QueryParameters.check(query.keySet());
		return new Page(this.users.list(), null);
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	User add(@AuthenticationPrincipal Caller caller, @Valid @RequestBody UserRequest request, HttpServletRequest http) {
		requireOperator(caller);
		Instant now = this.clock.instant();
		User user = new User(request.name(), request.isOperator(), now.truncatedTo(ChronoUnit.SECONDS),
				Limits.NONE.with(Quotas.check(request.quota()), request.weight(), now.truncatedTo(ChronoUnit.MILLIS)));
		if (!this.users.add(user) && !(request.isRestored() && this.users.restore(user))) {
			throw new ProblemException(Problem.CONFLICT, this.users.hasRemoved(user.name())
					? "name: " + user.name() + " was removed, and left models and runs that whoever has the name gets:"
							+ " restore that user, or choose another name"
					: "name: there is a user " + user.name() + " already");
		}
		AuditDetails.note(http, "owner", user.name());
		return user;
	}

	@GetMapping("/{name}")
	Account get(@AuthenticationPrincipal Caller caller, @PathVariable String name,
			@RequestParam Map<String, String> query) {
		requireOperator(caller);
		QueryParameters.check(query.keySet());
		return account(find(name));
	}

	@PatchMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
	Account change(@AuthenticationPrincipal Caller caller, @PathVariable String name,
			@Valid @RequestBody LimitsRequest request) {
		requireOperator(caller);
		User user = find(name);
		Limits limits = user.limits()
			.with(Quotas.check(request.quota()), request.weight(), this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
		if (!this.users.limit(user, limits)) {
			throw new ProblemException(Problem.CONFLICT,
					"user " + name + " was changed by somebody else meanwhile: look, and try again");
		}
		this.checks.forgetUser(name);
		return account(new User(user.name(), user.operator(), user.createdAt(), limits));
	}

	private User find(String name) {
		return this.users.find(name)
			.orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "there is no user " + name));
	}

	private Account account(User user) {
		return new Account(user.name(), user.operator(), user.createdAt(), user.quota(), user.weight(),
				this.usage.find(user.name(), user.limits()).orElse(null));
	}

	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void remove(@AuthenticationPrincipal Caller caller, @PathVariable String name) {
		requireOperator(caller);
		if (caller.user().equals(name)) {
			throw new ProblemException(Problem.CONFLICT,
					"you cannot remove yourself, and may be the last operator: have another operator do it");
		}
		if (!this.users.remove(name, this.clock.instant())) {
			throw new ProblemException(Problem.NOT_FOUND, "there is no user " + name);
		}
		this.tokens.deleteAll(name);
		this.checks.forgetUser(name);
	}

	private static void requireOperator(Caller caller) {
		if (!caller.operator()) {
			throw new ProblemException(Problem.FORBIDDEN, "only an operator may see or change who the users are");
		}
	}

	/**
	 * A user with what the user has.
	 *
	 * @param name the name
	 * @param operator whether the user is an operator
	 * @param createdAt since when
	 * @param quota what operators have set, by quota
	 * @param weight the user's share of what all use, relative to that of others
	 * @param usage the limit, what is used and what is left, by quota; null while
	 * run-service does not answer
	 */
	record Account(String name, boolean operator, Instant createdAt, SortedMap<String, Long> quota, double weight,
			@Nullable JsonNode usage) {

	}

	/**
	 * The answer to a list.
	 *
	 * @param items the users
	 * @param next always null: all of them fit one page
	 */
	record Page(List<User> items, @Nullable String next) {

	}

}
