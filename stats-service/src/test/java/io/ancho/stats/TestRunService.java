package io.ancho.stats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ancho.events.Json;

/**
 * A run-service as far as this service asks it: {@code GET /api/v1/runs/{id}} answers the
 * owner's runs, and 404 to anyone else.
 */
final class TestRunService implements AutoCloseable {

	private static final String PREFIX = "/api/v1/runs/";

	private final HttpServer server;

	private final Map<String, Map<String, Object>> runs = new ConcurrentHashMap<>();

	TestRunService() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.createContext(PREFIX, this::answer);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** Makes a run known, with the fields of the run document that matter. */
	void put(String owner, String id, Map<String, Object> document) {
		this.runs.put(owner + "/" + id, document);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String id = exchange.getRequestURI().getPath().substring(PREFIX.length());
		Map<String, Object> run = this.runs.get(user(exchange) + "/" + id);
		byte[] body = Json.write((run != null) ? run : Map.of("type", "urn:ancho:problem:not-found"));
		exchange.sendResponseHeaders((run != null) ? 200 : 404, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private static String user(HttpExchange exchange) {
		String token = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
		try {
			return SignedJWT.parse(token).getJWTClaimsSet().getSubject();
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
