package io.ancho.gateway.token;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a new token should be.
 *
 * @param name what its owner calls it, at most 200 characters, none of them a control
 * character
 * @param scopes what it allows; by default everything that the caller may
 * @param expiresIn how long it is valid, in days, hours or minutes: {@code P30D},
 * {@code PT12H}, {@code PT15M}; 90 days by default
 * @param user whose it is to be; the caller's if null, and only an operator may say
 */
record TokenRequest(
		@NotBlank @Size(max = 200) @Pattern(regexp = "\\P{Cc}*",
				message = "must not have control characters") String name,
		@Nullable @Size(min = 1, max = 16, message = "must have 1 to 16 elements") List<@NotNull Scope> scopes,
		@Nullable @Pattern(regexp = LIFETIME,
				message = "must be days, hours or minutes, such as P30D, PT12H or PT15M; at most P999D") String expiresIn,
		@Nullable @Size(max = 200) String user) {

	private static final String LIFETIME = "P([1-9][0-9]{0,2}D|T[1-9][0-9]{0,3}[HM])";

	private static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);

	Set<Scope> scopesOr(Set<Scope> all) {
		return (this.scopes != null) ? Set.copyOf(this.scopes) : all;
	}

	Duration lifetime() {
		return (this.expiresIn != null) ? Duration.parse(this.expiresIn) : DEFAULT_LIFETIME;
	}

}
