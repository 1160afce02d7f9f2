package io.ancho.run.request;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.ancho.run.problem.FieldProblem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object, read one by one. What is wrong is collected under the
 * field's path, and a stand-in given, so that one answer names all that is wrong. A field
 * that is null counts as absent.
 */
public final class JsonFields {

	private final JsonNode object;

	private final String path;

	private final List<FieldProblem> problems;

	private final Set<String> known = new HashSet<>();

	/**
	 * The fields of an object.
	 * @param object the object
	 * @param path its path, empty for the whole body
	 * @param problems where to put what is wrong
	 */
	public JsonFields(JsonNode object, String path, List<FieldProblem> problems) {
		this.object = object;
		this.path = path;
		this.problems = problems;
	}

	private @Nullable JsonNode node(String field) {
		this.known.add(field);
		JsonNode node = this.object.get(field);
		return (node == null || node.isNull()) ? null : node;
	}

	public boolean has(String field) {
		return node(field) != null;
	}

	public void problem(String field, String message) {
		this.problems.add(new FieldProblem(path(field), message));
	}

	public String path(String field) {
		return this.path.isEmpty() ? field : this.path + "." + field;
	}

	public void required(String field) {
		if (!has(field)) {
			problem(field, "is required");
		}
	}

	public String text(String field, String absent, int maxLength) {
		JsonNode node = node(field);
		if (node == null) {
			return absent;
		}
		if (!node.isString() || node.stringValue().isBlank() || node.stringValue().length() > maxLength) {
			problem(field, "must be text of 1 to " + maxLength + " characters");
			return absent;
		}
		Optional<String> fault = Texts.fault(node.stringValue());
		fault.ifPresent((what) -> problem(field, what));
		return fault.isPresent() ? absent : node.stringValue();
	}

	public long whole(String field, long absent, long min, long max) {
		JsonNode node = node(field);
		if (node == null) {
			return absent;
		}
		if (!isWhole(node)) {
			problem(field, "must be a whole number");
			return absent;
		}
		BigDecimal value = node.decimalValue();
		if (value.compareTo(BigDecimal.valueOf(min)) < 0) {
			problem(field, "must be at least " + min);
			return absent;
		}
		if (value.compareTo(BigDecimal.valueOf(max)) > 0) {
			problem(field, "must be at most " + max);
			return absent;
		}
		return value.longValueExact();
	}

	/**
	 * A truth value.
	 * @param field its name
	 * @param absent what it is if it is absent, or no truth value
	 * @return the value
	 */
	public boolean truth(String field, boolean absent) {
		JsonNode node = node(field);
		if (node != null && !node.isBoolean()) {
			problem(field, "must be true or false");
			return absent;
		}
		return (node != null) ? node.booleanValue() : absent;
	}

	/** The exponent is looked at first: expanding 1e999999999 would take all memory. */
	private static boolean isWhole(JsonNode node) {
		if (!node.isNumber()) {
			return false;
		}
		if (node.isIntegralNumber()) {
			return true;
		}
		double value = node.doubleValue();
		return Double.isFinite(value) && value == Math.rint(value) && Math.abs(value) < 0x1p63;
	}

	public double number(String field) {
		JsonNode node = node(field);
		double number = (node != null) ? Numbers.toDouble(node) : Double.NaN;
		if (!Double.isFinite(number)) {
			problem(field, "must be a number" + (Double.isNaN(number) ? "" : " below 1.8e308"));
			return 0;
		}
		return number;
	}

	public @Nullable Duration duration(String field, @Nullable Duration absent) {
		JsonNode node = node(field);
		if (node == null) {
			return absent;
		}
		try {
			Duration duration = Duration.parse(node.isString() ? node.stringValue() : "");
			if (duration.isZero() || duration.isNegative() || duration.toDays() > 365) {
				problem(field, "must be longer than nothing and at most 365 days");
			}
			return duration;
		}
		catch (DateTimeParseException ex) {
			problem(field, "must be an ISO 8601 duration such as PT30S or PT2H");
			return absent;
		}
	}

	/**
	 * An object whose fields are known.
	 * @param field its name
	 * @return its fields, or null if it is absent or something else
	 */
	public @Nullable JsonFields object(String field) {
		JsonNode node = objectNode(field);
		return (node != null) ? new JsonFields(node, path(field), this.problems) : null;
	}

	/**
	 * An object with any fields.
	 * @param field its name
	 * @return the object, or null if it is absent or something else
	 */
	public @Nullable JsonNode objectNode(String field) {
		JsonNode node = node(field);
		if (node != null && !node.isObject()) {
			problem(field, "must be an object");
			return null;
		}
		return node;
	}

	/**
	 * A list of objects.
	 * @param <T> what each is read as
	 * @param field its name
	 * @param max the most elements
	 * @param read reads one
	 * @return what was read, empty if it is absent
	 */
	public <T> List<T> objects(String field, int max, Function<JsonFields, T> read) {
		List<T> result = new ArrayList<>();
		for (JsonNode element : elements(field, max)) {
			String elementPath = path(field) + "[" + result.size() + "]";
			if (!element.isObject()) {
				this.problems.add(new FieldProblem(elementPath, "must be an object"));
				return result;
			}
			JsonFields fields = new JsonFields(element, elementPath, this.problems);
			result.add(read.apply(fields));
			fields.refuseUnknown();
		}
		return result;
	}

	/**
	 * A list of whatever.
	 * @param field its name
	 * @param max the most elements
	 * @return its elements, empty if it is absent
	 */
	public List<JsonNode> elements(String field, int max) {
		JsonNode node = node(field);
		if (node == null) {
			return List.of();
		}
		if (!node.isArray() || node.size() > max) {
			problem(field, "must be a list of at most " + max);
			return List.of();
		}
		return List.copyOf(node.values());
	}

	/**
	 * Names every field that has not been asked for.
	 */
	public void refuseUnknown() {
		for (String field : this.object.propertyNames()) {
			if (!this.known.contains(field)) {
				problem(field, "is not a field of this request");
			}
		}
	}

}
