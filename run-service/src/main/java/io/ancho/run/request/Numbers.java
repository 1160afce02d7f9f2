package io.ancho.run.request;

import tools.jackson.databind.JsonNode;

/**
 * JSON's numbers as doubles.
 */
public final class Numbers {

	private Numbers() {
	}

	/**
	 * The nearest double.
	 * @param node whatever
	 * @return the double, infinite if the number is too large, NaN if it is no number
	 */
	public static double toDouble(JsonNode node) {
		if (!node.isNumber()) {
			return Double.NaN;
		}
		return node.isIntegralNumber() ? node.bigIntegerValue().doubleValue() : node.doubleValue();
	}

}
