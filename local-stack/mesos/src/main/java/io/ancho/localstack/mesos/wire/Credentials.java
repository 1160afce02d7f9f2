package io.ancho.localstack.mesos.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import com.sun.net.httpserver.HttpExchange;

/**
 * Whom the master lets in.
 *
 * @param principal a name
 * @param secret its password
 */
public record Credentials(String principal, String secret) {

	private static final String BASIC = "Basic ";

	boolean admit(HttpExchange exchange) {
		return of(exchange).filter(this::equals).isPresent();
	}

	/** The credentials that a request carries, true or false. */
	static Optional<Credentials> of(HttpExchange exchange) {
		String header = exchange.getRequestHeaders().getFirst("Authorization");
		if (header == null || !header.startsWith(BASIC)) {
			return Optional.empty();
		}
		try {
			byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
			String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
			return (pair.length == 2) ? Optional.of(new Credentials(pair[0], pair[1])) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
