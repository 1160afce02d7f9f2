package io.ancho.gateway.account;

import java.math.BigDecimal;
import java.util.Map;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be a user.
 *
 * @param name the name, from which the name of a keyspace is made
 * @param operator whether the user is to be an operator; no if null
 * @param restore whether the name may be that of a user who was removed, whose models and
 * runs the new one then has; no if null
 * @param quota the most that the user may have of what; as configured if null
 * @param weight the user's share of what all use; 1 if null
 */
record UserRequest(
		@NotNull @Size(max = 32) @Pattern(regexp = "[a-z][a-z0-9]*([._-][a-z0-9]+){0,2}",
				message = "must be lower-case letters and digits, beginning with a letter,"
						+ " with at most two of . _ - between them") String name,
		@Nullable Boolean operator, @Nullable Boolean restore, @Nullable Map<String, @Nullable BigDecimal> quota,
		@Nullable @DecimalMin("0.01") @DecimalMax("100") Double weight) {

	boolean isOperator() {
		return Boolean.TRUE.equals(this.operator);
	}

	boolean isRestored() {
		return Boolean.TRUE.equals(this.restore);
	}

}
