package io.ancho.gateway.account;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.ancho.gateway.audit.AuditDetails;
import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
import io.ancho.gateway.problem.QueryParameters;
import io.ancho.gateway.token.Caller;
import io.ancho.gateway.token.TokenChecks;
import io.ancho.gateway.token.Tokens;
import io.ancho.gateway.user.User;
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
 * The users, for operators.
 */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
class UserController {

	private final Users users;

	private final Tokens tokens;

	private final TokenChecks checks;

	private final Clock clock;

	UserController(Users users, Tokens tokens, TokenChecks checks, Clock clock) {
		this.users = users;
		this.tokens = tokens;
		this.checks = checks;
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
		User user = new User(request.name(), request.isOperator(),
				this.clock.instant().truncatedTo(ChronoUnit.SECONDS));
		if (!this.users.add(user) && !(request.isRestored() && this.users.restore(user))) {
			throw new ProblemException(Problem.CONFLICT, this.users.hasRemoved(user.name())
					? "name: " + user.name() + " was removed, and left models and runs that whoever has the name gets:"
							+ " restore that user, or choose another name"
					: "name: there is a user " + user.name() + " already");
		}
		AuditDetails.note(http, "owner", user.name());
		return user;
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
	 * The answer to a list.
	 *
	 * @param items the users
	 * @param next always null: all of them fit one page
	 */
	record Page(List<User> items, @Nullable String next) {

	}

}
