package io.ancho.scheduler.core;

/**
 * A run's id.
 *
 * @param value opaque
 */
public record RunId(String value) {

	@Override
	public String toString() {
		return this.value;
	}

}
