package io.ancho.stats.problem;

import java.util.List;
import java.util.Set;

/**
 * The parameters of a query. One that is misspelt would quietly change nothing.
 */
public final class QueryParameters {

	private QueryParameters() {
	}

	/**
	 * Refuses a query that has other parameters than these.
	 * @param given the names in the query
	 * @param known the names there may be
	 * @throws ProblemException that names the first other one
	 */
	public static void refuseOthers(Set<String> given, String... known) {
		given.stream().filter((name) -> !List.of(known).contains(name)).findFirst().ifPresent((name) -> {
			throw ProblemException.invalid(name, "is not a parameter here; there are " + String.join(", ", known));
		});
	}

}
