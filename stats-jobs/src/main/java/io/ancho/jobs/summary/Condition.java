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

	long hits(double[] values) {
		Target target = new Target(this.name, "", this.op, this.value);
		long hits = 0;
		for (double value : values) {
			if (target.test(value)) {
				hits++;
			}
		}
		return hits;
	}

}
