package io.ancho.gateway.token;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import com.datastax.oss.driver.api.core.DriverException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Answers who holds a token, for every request. Valid tokens are remembered for seconds;
 * unknown ones never, so that a new token works at once and guesses fill no memory.
 */
public class TokenChecks {

	private static final int MAX_REMEMBERED = 10_000;

	private final Tokens tokens;

	private final Clock clock;

	private final MeterRegistry meters;

	private final Cache<TokenHash, Caller> remembered;

	TokenChecks(Tokens tokens, Duration remember, Clock clock, MeterRegistry meters) {
		this.tokens = tokens;
		this.clock = clock;
		this.meters = meters;
		this.remembered = Caffeine.newBuilder().expireAfterWrite(remember).maximumSize(MAX_REMEMBERED).build();
	}

	/**
	 * Who holds the token.
	 * @param token as the client sent it
	 * @return the caller, or empty if the token is unknown, deleted or expired
	 * @throws ProblemException {@code unavailable} if Cassandra does not answer
	 */
	public Optional<Caller> check(String token) {
		TokenHash hash = TokenHash.of(token);
		Caller known = this.remembered.getIfPresent(hash);
		if (known != null) {
			return valid(known, "remembered");
		}
		Optional<Caller> found = find(hash);
		if (found.isEmpty()) {
			count("unknown");
			return found;
		}
		this.remembered.put(hash, found.get());
		return valid(found.get(), "found");
	}

	void forget(String id) {
		this.remembered.asMap().keySet().removeIf((hash) -> hash.id().equals(id));
	}

	/**
	 * Has a user's tokens checked again.
	 * @param user the user's name
	 */
	public void forgetUser(String user) {
		this.remembered.asMap().values().removeIf((caller) -> caller.user().equals(user));
	}

	private Optional<Caller> find(TokenHash hash) {
		try {
			return this.tokens.find(hash);
		}
		catch (DriverException ex) {
			count("failed");
			throw new ProblemException(Problem.UNAVAILABLE, "the API token cannot be checked at the moment: try again",
					ex);
		}
	}

	private Optional<Caller> valid(Caller caller, String outcome) {
		boolean expired = caller.isExpired(this.clock.instant());
		count(expired ? "expired" : outcome);
		return expired ? Optional.empty() : Optional.of(caller);
	}

	private void count(String outcome) {
		this.meters.counter("ancho.gateway.token.checks", "outcome", outcome).increment();
	}

}
