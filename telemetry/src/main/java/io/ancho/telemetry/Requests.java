package io.ancho.telemetry;

/**
 * How requests are told apart.
 */
public final class Requests {

	/** The header that carries a request's id, there and back. */
	public static final String ID_HEADER = "X-Request-Id";

	private Requests() {
	}

}
