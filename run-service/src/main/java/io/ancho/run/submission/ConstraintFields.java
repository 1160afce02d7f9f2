package io.ancho.run.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.ancho.run.request.JsonFields;
import io.ancho.run.request.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code executors.constraints}: Marathon's, each a list of an agent's attribute,
 * an operator and mostly a value. One that makes no sense would keep its run waiting for
 * ever.
 */
final class ConstraintFields {

	private static final int MAX_CONSTRAINTS = 50;

	private ConstraintFields() {
	}

	static List<List<String>> read(JsonFields executors) {
		List<List<String>> constraints = new ArrayList<>();
		for (JsonNode node : executors.elements("constraints", MAX_CONSTRAINTS)) {
			String fault = fault(node);
			if (fault != null) {
				executors.problem("constraints[" + constraints.size() + "]", fault);
				return constraints;
			}
			constraints.add(node.values().stream().map(JsonNode::stringValue).toList());
		}
		return constraints;
	}

	private static @Nullable String fault(JsonNode node) {
		if (!node.isArray() || node.size() < 2 || node.size() > 3
				|| !node.values().stream().allMatch(JsonNode::isString)) {
			return "must be a list of two or three texts, such as [\"zone\", \"LIKE\", \"z1\"]";
		}
		return node.values()
			.stream()
			.flatMap((text) -> Texts.fault(text.stringValue()).stream())
			.findFirst()
			.orElseGet(() -> fault(node.get(1).stringValue(), (node.size() > 2) ? node.get(2).stringValue() : ""));
	}

	private static @Nullable String fault(String operator, String value) {
		return switch (operator) {
			case "UNIQUE", "CLUSTER" -> null;
			case "IS" -> value.isEmpty() ? "IS needs a value" : null;
			case "LIKE", "UNLIKE" -> isExpression(value) ? null : operator + " needs a regular expression";
			case "MAX_PER" -> isNumber(value) ? null : "MAX_PER needs a whole number, as a text";
			case "GROUP_BY" -> (value.isEmpty() || isNumber(value)) ? null : "GROUP_BY takes a whole number, as a text";
			default -> "must have one of UNIQUE CLUSTER GROUP_BY LIKE UNLIKE MAX_PER IS in the middle";
		};
	}

	private static boolean isExpression(String value) {
		try {
			Pattern.compile(value);
			return !value.isEmpty();
		}
		catch (PatternSyntaxException ex) {
			return false;
		}
	}

	private static boolean isNumber(String value) {
		return value.matches("[0-9]{1,9}");
	}

}
