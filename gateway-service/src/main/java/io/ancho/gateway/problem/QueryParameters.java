package io.ancho.gateway.problem;

import java.util.Collection;
import java.util.List;

/**
 * Refuses the parameters of a query that an operation does not have.
 */
public final class QueryParameters {

	private QueryParameters() {
	}

	/**
	 * Checks the names.
	 * @param given those of the request
	 * @param known those of the operation
	 * @throws ProblemException {@code invalid-request}, naming the first one too many
	 */
	public static void check(Collection<String> given, String... known) {
		List<String> all = List.of(known);
		given.stream().filter((name) -> !all.contains(name)).sorted().findFirst().ifPresent((name) -> {
			throw new ProblemException(Problem.INVALID_REQUEST, name + ": is not a parameter here; "
					+ (all.isEmpty() ? "there are none" : "possible: " + String.join(", ", all)));
		});
	}

}
