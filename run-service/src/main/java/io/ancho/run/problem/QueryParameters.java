package io.ancho.run.problem;

import java.util.List;

import org.springframework.util.MultiValueMap;

/**
 * The parameters of a query. One that is misspelt or empty would quietly change nothing.
 */
public final class QueryParameters {

	private QueryParameters() {
	}

	/**
	 * Refuses a query that has other parameters than these, or empty ones.
	 * @param given the query
	 * @param known the names there may be
	 * @throws ProblemException that names them all
	 */
	public static void check(MultiValueMap<String, String> given, String... known) {
		List<FieldProblem> others = given.keySet()
			.stream()
			.filter((name) -> !List.of(known).contains(name))
			.map((name) -> new FieldProblem(name, "is not a parameter here; there are " + String.join(", ", known)))
			.toList();
		if (!others.isEmpty()) {
			throw ProblemException.invalid(others);
		}
		given.forEach((name, values) -> {
			if (values.contains("")) {
				throw ProblemException.invalid(name, "must not be empty; leave it out for the default");
			}
		});
	}

}
