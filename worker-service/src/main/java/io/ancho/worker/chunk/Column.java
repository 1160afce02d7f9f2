package io.ancho.worker.chunk;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Output;
import io.ancho.worker.python.ModelFault;
import io.ancho.worker.python.Slice;

/**
 * The doubles of a scalar output, or of one element of a vector output, in a slice.
 *
 * @param output the output's place in the model's outputs
 * @param width doubles of one sequence of that output
 * @param element which of them
 */
record Column(int output, int width, int element) {

	private static final Pattern ELEMENT = Pattern.compile("(.*)\\[(\\d{1,9})]");

	/**
	 * Finds the column that a target names.
	 * @param target {@code name} of a scalar, or {@code name[k]} of a vector
	 * @param outputs the model's outputs
	 * @return the column
	 * @throws ModelFault if there is no such column; the message says which there are
	 */
	static Column named(String target, List<Output> outputs) {
		for (int i = 0; i < outputs.size(); i++) {
			Output output = outputs.get(i);
			if (output.length() == null && output.name().equals(target)) {
				return new Column(i, 1, 0);
			}
			Matcher element = ELEMENT.matcher(target);
			if (output.length() != null && element.matches() && element.group(1).equals(output.name())
					&& Integer.parseInt(element.group(2)) < output.length()) {
				return new Column(i, output.length(), Integer.parseInt(element.group(2)));
			}
		}
		throw new ModelFault(Cause.OUTPUTS,
				"there is no output " + target + " for a target; the model's outputs are " + names(outputs));
	}

	private static String names(List<Output> outputs) {
		return outputs.stream()
			.map((output) -> (output.length() == null) ? output.name()
					: "%s[0] … %s[%d]".formatted(output.name(), output.name(), output.length() - 1))
			.collect(Collectors.joining(", "));
	}

	/**
	 * The column's values in a slice, one a sequence.
	 * @param slice a slice of the model that has these outputs
	 * @return a reader by position in the slice
	 */
	Values in(Slice slice) {
		ByteBuffer values = slice.values(this.output);
		return (k) -> values.getDouble((k * this.width + this.element) * Double.BYTES);
	}

	/**
	 * Values by position in a slice.
	 */
	@FunctionalInterface
	interface Values {

		double at(int k);

	}

}
