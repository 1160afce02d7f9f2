package io.ancho.gateway.problem;

import java.util.Arrays;
import java.util.Locale;

/**
 * The kinds of problem the gateway itself reports. The name, in lower case and with
 * hyphens, is the stable code that clients may rely on.
 */
public enum Problem {

	/** The request is malformed or breaks a constraint. */
	INVALID_REQUEST(400, "The request is not valid"),

	/** No token, or one that is unknown, expired or deleted. */
	UNAUTHENTICATED(401, "An API token is needed"),

	/** The token lacks the scope. */
	FORBIDDEN(403, "The API token does not allow this"),

	/** There is nothing there, or it belongs to somebody else. */
	NOT_FOUND(404, "There is nothing here"),

	/** The path exists, the method does not. */
	METHOD_NOT_ALLOWED(405, "The method is not allowed here"),

	/** The answer does not come in a media type that the client accepts. */
	NOT_ACCEPTABLE(406, "No acceptable representation"),

	/** The body comes in at less than the least rate. */
	TOO_SLOW(408, "The request comes too slowly"),

	/** The request contradicts the present state. */
	CONFLICT(409, "The request conflicts with the present state"),

	/** The body is over the limit. */
	TOO_LARGE(413, "The request is too large"),

	/** The body is of a type that is not understood here. */
	UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),

	/** The user or the address has too much under way at once. */
	TOO_MANY_REQUESTS(429, "Too many requests are under way"),

	/** A defect of the gateway. */
	INTERNAL(500, "Something went wrong inside Ancho"),

	/** A part of Ancho cannot be reached at the moment. */
	UNAVAILABLE(503, "A part of Ancho is not available");

	private final int status;

	private final String title;

	Problem(int status, String title) {
		this.status = status;
		this.title = title;
	}

	/**
	 * The kind that belongs to an HTTP status.
	 * @param status any status of 400 or more
	 * @return the kind of that status, else the general one of its class
	 */
	static Problem of(int status) {
		return Arrays.stream(values())
			.filter((problem) -> problem.status == status)
			.findFirst()
			.orElse((status < 500) ? INVALID_REQUEST : INTERNAL);
	}

	public int status() {
		return this.status;
	}

	String title() {
		return this.title;
	}

	String type() {
		return "urn:ancho:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
