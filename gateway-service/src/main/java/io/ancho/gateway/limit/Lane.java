package io.ancho.gateway.limit;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What a request is, as to the places that it needs. Together the lanes have fewer places
 * than the server has threads, so that one lane never waits for another, and some threads
 * are always left to refuse.
 */
enum Lane {

	/** Health, which must answer whatever else goes on. */
	HEALTH(16),

	/** Pages for everybody. */
	OPEN(16),

	/** An event stream: open for long, mostly silent. */
	STREAM(80),

	/** Everything else. */
	REQUEST(96);

	private final int places;

	Lane(int places) {
		this.places = places;
	}

	/** How many requests it takes at once. */
	int places() {
		return this.places;
	}

	static Lane of(HttpServletRequest request) {
		String path = request.getRequestURI();
		if (path.startsWith("/api/")) {
			return path.endsWith("/events") ? STREAM : REQUEST;
		}
		return path.startsWith("/actuator/health") ? HEALTH : OPEN;
	}

}
