package io.ancho.events;

import org.jspecify.annotations.Nullable;

/**
 * An output of a model.
 *
 * @param name its name
 * @param length the number of elements of a vector output, or null for a scalar
 */
public record Output(String name, @Nullable Integer length) {

	/**
	 * How many doubles one sequence has of it.
	 * @return the vector's length, or 1
	 */
	public int width() {
		return (this.length != null) ? this.length : 1;
	}

}
