package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;

import io.ancho.localstack.mesos.master.Reply;

/**
 * Short responses.
 */
final class Responses {

	private Responses() {
	}

	static void text(HttpExchange exchange, Reply reply) throws IOException {
		send(exchange, reply.status(), "text/plain; charset=utf-8", reply.body().getBytes(StandardCharsets.UTF_8));
	}

	static void json(HttpExchange exchange, byte[] body) throws IOException {
		send(exchange, 200, "application/json", body);
	}

	private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		try (exchange) {
			if (body.length > 0) {
				exchange.getResponseHeaders().set("Content-Type", type);
			}
			// -1 means no body, 0 would mean one of unknown length.
			exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
		}
	}

}
