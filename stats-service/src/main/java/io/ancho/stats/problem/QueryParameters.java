package io.ancho.stats.problem;

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
	 * @throws ProblemException that names the first
	 */
	public static void check(MultiValueMap<String, String> given, String... known) {
		given.forEach((name, values) -> {
			if (!List.of(known).contains(name)) {
				throw ProblemException.invalid(name, "is not a parameter here; there are " + String.join(", ", known));
			}
			if (values.contains("")) {
				throw ProblemException.invalid(name, "must not be empty; leave it out for the default");
			}
		});
	}

}
