package io.ancho.events;

/**
 * A condition on a scalar output, or on one element of a vector output, whose answer is a
 * probability.
 *
 * @param name the target's name
 * @param output the output, or {@code name[k]} for a vector's element
 * @param op one of {@code < <= > >= == !=}
 * @param value what it is compared with
 */
public record Target(String name, String output, String op, double value) {

	/**
	 * Whether an output's value meets the condition. NaN is no trial: it is not to be
	 * asked.
	 * @param x the output's value
	 * @return whether {@code x op value}
	 */
	public boolean test(double x) {
		return switch (this.op) {
			case "<" -> x < this.value;
			case "<=" -> x <= this.value;
			case ">" -> x > this.value;
			case ">=" -> x >= this.value;
			case "==" -> x == this.value;
			case "!=" -> x != this.value;
			default -> throw new IllegalArgumentException("target " + this.name + ": unknown operator " + this.op);
		};
	}

}
