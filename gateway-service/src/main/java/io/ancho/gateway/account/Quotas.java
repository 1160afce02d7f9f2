package io.ancho.gateway.account;

import java.util.ArrayList;
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
	private static final long MOST = (1L << 53) - 1;

	private Quotas() {
	}

	/**
	 * Checks what is to be set.
	 * @param quota values by name, null for as configured; nothing to set if null
	 * @return the same, empty for null
	 * @throws ProblemException with each that is wrong
	 */
	static Map<String, @Nullable Long> check(@Nullable Map<String, @Nullable Long> quota) {
		if (quota == null) {
			return Map.of();
		}
		List<FieldError> errors = new ArrayList<>();
		quota.forEach((name, value) -> {
			if (!NAMES.contains(name)) {
				errors.add(new FieldError("quota." + name, "is no quota; there are " + String.join(", ", NAMES)));
			}
			else if (value != null && (value < 0 || value > MOST)) {
				errors.add(new FieldError("quota." + name,
						"must be between 0 and " + MOST + ", or null for as configured"));
			}
		});
		if (!errors.isEmpty()) {
			throw ProblemException.invalid(errors);
		}
		return quota;
	}

}
