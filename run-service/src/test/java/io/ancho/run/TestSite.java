package io.ancho.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * A web site on the loopback interface.
 */
public final class TestSite implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	public TestSite() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public String url(String path) {
		return "http://127.0.0.1:" + port() + path;
	}

	/**
	 * What was asked for so far.
	 * @return the requests' paths
	 */
	public List<String> requests() {
		return this.requests;
	}

	public TestSite at(String path, HttpHandler handler) {
		this.server.createContext(path, (exchange) -> {
			this.requests.add(exchange.getRequestURI().toString());
			try (exchange) {
				handler.handle(exchange);
			}
		});
		return this;
	}

	public TestSite file(String path, String type, byte[] content) {
		return at(path, (exchange) -> answer(exchange, 200, type, content));
	}

	public TestSite status(String path, int status) {
		return at(path, (exchange) -> answer(exchange, status, "text/plain", new byte[0]));
	}

	public TestSite redirect(String path, String location) {
		return at(path, (exchange) -> {
			exchange.getResponseHeaders().set("Location", location);
			exchange.sendResponseHeaders(302, -1);
		});
	}

	private static void answer(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, content.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(content);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
