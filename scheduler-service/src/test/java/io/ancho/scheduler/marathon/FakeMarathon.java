package io.ancho.scheduler.marathon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A real HTTP server that has one app, {@code /ancho/worker}, and answers as a real
 * Marathon was recorded to.
 */
final class FakeMarathon implements AutoCloseable {

	private final HttpServer server;

	/** What came in: method, path, body. */
	final List<String> requests = new CopyOnWriteArrayList<>();

	volatile int instances;

	volatile boolean locked;

	volatile boolean away;

	volatile String authorization = "";

	FakeMarathon(int instances) throws IOException {
		this.instances = instances;
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
		this.authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
		if (this.away) {
			answer(exchange, 503, "{\"message\":\"Could not determine the current leader\"}");
		}
		else if (!exchange.getRequestURI().getPath().equals("/v2/apps//ancho/worker")) {
			answer(exchange, 404, "{\"message\":\"App does not exist\"}");
		}
		else if (exchange.getRequestMethod().equals("GET")) {
			answer(exchange, 200,
					"""
							{"app":{"id":"/ancho/worker","backoffFactor":1.15,"cpus":1,"instances":%d,"version":"2026-11-21T01:21:37.662Z",
							"tasksStaged":0,"tasksRunning":1,"deployments":[%s]}}"""
						.formatted(this.instances,
								this.locked ? "{\"id\":\"8ca89c7e-8c65-4080-9839-55e42e4c2fec\"}" : ""));
		}
		else {
			put(exchange, body);
		}
	}

	private void put(HttpExchange exchange, String body) throws IOException {
		if (this.locked) {
			answer(exchange, 409,
					"{\"message\":\"App is locked by one or more deployments. Override with the option '?force=true'.\",\"deployments\":[{\"id\":\"8ca89c7e-8c65-4080-9839-55e42e4c2fec\"}]}");
			return;
		}
		this.instances = Integer.parseInt(body.replaceAll("\\D", ""));
		answer(exchange, 200,
				"{\"deploymentId\":\"c888f200-2d9f-48fd-82cf-28e7e9c3c2b2\",\"version\":\"2026-11-21T01:21:36.450Z\"}");
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
