package io.ancho.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An output of a model. What its author does not say of it is left out of the JSON.
 *
 * @param name its name
 * @param length the number of elements of a vector output, or null for a scalar
 * @param unit what it is measured in, such as {@code USD}, or null
 * @param label what people call it, or null: its name
 * @param elements what a vector's elements are counted in, such as {@code year}, or null
 */
public record Output(String name, @Nullable Integer length,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String unit,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String label,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String elements) {

	/**
	 * An output of which its author says nothing.
	 * @param name its name
	 * @param length the number of elements of a vector output, or null for a scalar
	 */
	public Output(String name, @Nullable Integer length) {
		this(name, length, null, null, null);
	}

	/**
	 * How many doubles one sequence has of it.
	 * @return the vector's length, or 1
	 */
	public int width() {
		return (this.length != null) ? this.length : 1;
	}

}
