package io.ancho.run.submission;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.ancho.events.Target;
import io.ancho.run.request.JsonFields;

/**
 * Reads {@code targets}. Whether the model has the outputs they name shows when it runs.
 */
final class TargetFields {

	private static final int MAX_TARGETS = 100;

	private static final Set<String> OPERATORS = Set.of("<", "<=", ">", ">=", "==", "!=");

	private static final Pattern OUTPUT = Pattern.compile("[^\\[\\]]+(\\[(0|[1-9][0-9]{0,8})])?");

	private TargetFields() {
	}

	static List<Target> read(JsonFields body) {
		Set<String> names = new HashSet<>();
		return body.objects("targets", MAX_TARGETS, (fields) -> target(fields, names));
	}

	private static Target target(JsonFields fields, Set<String> names) {
		List.of("name", "output", "op", "value").forEach(fields::required);
		String name = fields.text("name", "", RunRequestReader.MAX_NAME);
		String output = fields.text("output", "", RunRequestReader.MAX_NAME);
		String op = fields.text("op", "", RunRequestReader.MAX_NAME);
		if (!name.isEmpty() && !names.add(name)) {
			fields.problem("name", "is the name of another target too");
		}
		if (!output.isEmpty() && !OUTPUT.matcher(output).matches()) {
			fields.problem("output", "must be an output's name, or name[k] for an element of a vector");
		}
		if (!op.isEmpty() && !OPERATORS.contains(op)) {
			fields.problem("op", "must be one of < <= > >= == !=");
		}
		return new Target(name, output, op, fields.has("value") ? fields.number("value") : 0);
	}

}
