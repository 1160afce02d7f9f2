package io.ancho.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The supervisor's door, on the loopback address: {@code GET /status} and
 * {@code POST /down}, for whoever can read the token file.
 */
final class ControlServer {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final byte[] authorization;

	private final Settings settings;

	private final Stack stack;

	private final Executors executors;

	private final Runnable down;

	ControlServer(String token, Settings settings, Stack stack, Runnable down) {
		this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
		this.settings = settings;
		this.stack = stack;
		this.executors = new Executors(settings.data("mesos"));
		this.down = down;
	}

	void start() throws IOException {
		HttpServer server = HttpServer
			.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.settings.ports().supervisor()), 16);
		server.createContext("/", this::handle);
		server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
				case "GET /status" -> whenAllowed(exchange, this::status);
				case "POST /down" -> whenAllowed(exchange, this::down);
				default -> answer(exchange, 404, Map.of("error", "there are GET /status and POST /down"));
			}
		}
	}

	private void whenAllowed(HttpExchange exchange, Answer answer) throws IOException {
		String given = exchange.getRequestHeaders().getFirst("Authorization");
		if (given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), this.authorization)) {
			answer.to(exchange);
		}
		else {
			answer(exchange, 401, Map.of("error", "send the token of " + this.settings.tokenFile()));
		}
	}

	private void status(HttpExchange exchange) throws IOException {
		List<PartStatus> parts = new ArrayList<>(this.stack.parts());
		parts.addAll(this.executors.list());
		answer(exchange, 200, new Status(this.stack.state(), Ports.url(this.settings.ports().gateway()),
				ProcessHandle.current().pid(), this.stack.since(), this.settings.sandbox(), parts));
	}

	private void down(HttpExchange exchange) throws IOException {
		answer(exchange, 202, Map.of("state", "stopping"));
		this.down.run();
	}

	private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
		byte[] json = JSON.writeValueAsBytes(body);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, json.length);
		exchange.getResponseBody().write(json);
	}

	private interface Answer {

		void to(HttpExchange exchange) throws IOException;

	}

	private record Status(String state, String url, @JsonProperty("supervisor_pid") long supervisorPid, Instant since,
			String sandbox, List<PartStatus> parts) {

	}

}
