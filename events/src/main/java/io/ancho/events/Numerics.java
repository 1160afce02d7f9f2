package io.ancho.events;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How a model's process chooses among the kernels that NumPy, linear algebra and the C
 * library have for a function, whose last bits differ.
 */
public enum Numerics {

	/** The same on every processor of an architecture. */
	PORTABLE,

	/** What suits the processor best. */
	NATIVE;

	/**
	 * The name in documents, and for the model's process.
	 * @return {@code portable} or {@code native}
	 */
	@JsonValue
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
