package io.ancho.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

/**
 * Keeps what is sent to it by OTLP over HTTP, in which names are text and ids are bytes.
 */
final class Collector implements AutoCloseable {

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Collector() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/v1/traces", (exchange) -> {
			this.received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.server.start();
	}

	String endpoint() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1/traces";
	}

	boolean hasReceived(String text) {
		return this.received.stream().anyMatch((body) -> body.contains(text));
	}

	boolean hasReceivedId(String hex) {
		return hasReceived(new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1));
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
