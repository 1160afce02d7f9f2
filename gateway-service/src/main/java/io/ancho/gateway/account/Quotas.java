package io.ancho.gateway.account;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ancho.gateway.problem.ProblemDocument.FieldError;
import io.ancho.gateway.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The quotas that there are, by the names that run-service knows too.
 */
final class Quotas {

	static final List<String> NAMES = List.of("runs", "values", "slots", "executors", "stored_bytes", "model_bytes");

	/** JSON numbers are exact for everybody up to this. */
	private static final BigDecimal MOST = BigDecimal.valueOf((1L << 53) - 1);

	private Quotas() {
	}

	/**
	 * Checks what is to be set. A whole number may be written {@code 20.0} or
	 * {@code 2e1}, as it may in JSON.
	 * @param quota values by name, null for as configured; nothing to set if null
	 * @return the same as whole numbers, empty for null
	 * @throws ProblemException with each that is wrong
	 */
	static Map<String, @Nullable Long> check(@Nullable Map<String, @Nullable BigDecimal> quota) {
		if (quota == null) {
			return Map.of();
		}
		List<FieldError> errors = new ArrayList<>();
		Map<String, @Nullable Long> checked = new LinkedHashMap<>();
		quota.forEach((name, value) -> {
			if (!NAMES.contains(name)) {
				errors.add(new FieldError("quota." + name, "is no quota; there are " + String.join(", ", NAMES)));
			}
			else if (value != null && !isWhole(value)) {
				errors.add(new FieldError("quota." + name,
						"must be a whole number between 0 and " + MOST + ", or null for as configured"));
			}
			else {
				checked.put(name, (value != null) ? value.longValueExact() : null);
			}
		});
		if (!errors.isEmpty()) {
			throw ProblemException.invalid(errors);
		}
		return checked;
	}

	/** The range is looked at first: the digits of 1e999999999 would take all memory. */
	private static boolean isWhole(BigDecimal value) {
		return value.signum() >= 0 && value.compareTo(MOST) <= 0 && value.stripTrailingZeros().scale() <= 0;
	}

}
