package io.ancho.jobs.summary;

import java.io.Serializable;

import io.ancho.events.Target;

/**
 * A target whose output has been looked up.
 *
 * @param column the column it looks at
 * @param name the target's name
 * @param op the comparison
 * @param value what is compared with
 */
record Condition(Column column, String name, String op, double value) implements Serializable {

	/** How many values meet it; what is not a number is no trial of it. */
	long hits(double[] values) {
		Target target = new Target(this.name, "", this.op, this.value);
		long hits = 0;
		for (double value : values) {
			if (!Double.isNaN(value) && target.test(value)) {
				hits++;
			}
		}
		return hits;
	}

}
