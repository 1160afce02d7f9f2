package io.ancho.run.submission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ancho.run.request.JsonFields;
import io.ancho.run.request.Numbers;
import io.ancho.run.request.RequestJson;
import io.ancho.run.request.Texts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code starting_values}, {@code labels} and {@code quantiles}.
 */
final class ValueFields {

	private static final List<Double> QUANTILES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

	private static final int MAX_QUANTILES = 100;

	private static final int MAX_LABELS = 64;

	/** They travel in every chunk. */
	private static final int MAX_STARTING_VALUES_BYTES = 256 * 1024;

	private static final JsonMapper mapper = new JsonMapper();

	private ValueFields() {
	}

	static Map<String, Object> startingValues(JsonFields body) {
		JsonNode values = body.objectNode("starting_values");
		if (values == null) {
			return Map.of();
		}
		if (RequestJson.length(values) > MAX_STARTING_VALUES_BYTES) {
			body.problem("starting_values", "must be at most 256 KiB of JSON; put data into the model's archive");
			return Map.of();
		}
		for (Map.Entry<String, JsonNode> value : values.properties()) {
			if (!isValue(value.getValue())) {
				body.problem("starting_values." + value.getKey(),
						"must be a number, true or false, a text or a list of such");
			}
			else if (!isFinite(value.getValue())) {
				body.problem("starting_values." + value.getKey(), "is too large for a number");
			}
		}
		Map<String, Object> result = new LinkedHashMap<>();
		values.properties()
			.forEach((value) -> result.put(value.getKey(), mapper.treeToValue(value.getValue(), Object.class)));
		return result;
	}

	private static boolean isValue(JsonNode node) {
		return node.isArray() ? node.values().stream().allMatch(ValueFields::isValue)
				: node.isNumber() || node.isBoolean() || node.isString();
	}

	private static boolean isFinite(JsonNode node) {
		if (node.isContainer()) {
			return node.values().stream().allMatch(ValueFields::isFinite);
		}
		return !Double.isInfinite(Numbers.toDouble(node));
	}

	static Map<String, String> labels(JsonFields body) {
		JsonNode labels = body.objectNode("labels");
		if (labels == null) {
			return Map.of();
		}
		if (labels.size() > MAX_LABELS) {
			body.problem("labels", "must be at most " + MAX_LABELS + " of them");
		}
		Map<String, String> result = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> label : labels.properties()) {
			if (isLabel(label.getKey(), label.getValue())) {
				result.put(label.getKey(), label.getValue().stringValue());
			}
			else {
				body.problem("labels." + label.getKey(), Texts.fault(label.getKey() + label.getValue().asString(""))
					.orElse("must be text of at most 200 characters, its key 1 to 200 without a colon"));
			}
		}
		return result;
	}

	private static boolean isLabel(String key, JsonNode value) {
		return !key.isBlank() && key.length() <= RunRequestReader.MAX_NAME && key.indexOf(':') < 0 && value.isString()
				&& value.stringValue().length() <= RunRequestReader.MAX_NAME
				&& Texts.fault(key + value.stringValue()).isEmpty();
	}

	static List<Double> quantiles(JsonFields body) {
		if (!body.has("quantiles")) {
			return QUANTILES;
		}
		List<Double> quantiles = new ArrayList<>();
		for (JsonNode quantile : body.elements("quantiles", MAX_QUANTILES)) {
			double p = Numbers.toDouble(quantile);
			if (!(p > 0 && p < 1) || quantiles.contains(p)) {
				body.problem("quantiles[" + quantiles.size() + "]",
						"must be a probability between 0 and 1, both excluded, and not there twice");
				return quantiles;
			}
			quantiles.add(p);
		}
		return quantiles;
	}

}
