package io.ancho.run.problem;

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
	 * @throws ProblemException that names them all
	 */
	public static void refuseOthers(Set<String> given, String... known) {
		List<FieldProblem> others = given.stream()
			.filter((name) -> !List.of(known).contains(name))
			.map((name) -> new FieldProblem(name, "is not a parameter here; there are " + String.join(", ", known)))
			.toList();
		if (!others.isEmpty()) {
			throw ProblemException.invalid(others);
		}
	}

}
