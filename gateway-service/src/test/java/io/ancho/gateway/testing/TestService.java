package io.ancho.gateway.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A service behind the gateway, at the level of the socket, so that it can misbehave in
 * every way there is. It records what it was sent.
 */
public final class TestService implements AutoCloseable {

	private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

	private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

	private final ServerSocket server;

	/** A service that listens on a port of its own. */
	public TestService() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	/** Where it listens. */
	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
	}

	/** Says how requests for a path, without its query, are answered. */
	public void when(String path, Behaviour behaviour) {
		this.received.clear();
		this.behaviours.put(path, behaviour);
	}

	/** The next request that arrived. */
	public Received received() throws InterruptedException {
		Received next = this.received.poll(10, TimeUnit.SECONDS);
		if (next == null) {
			throw new AssertionError("the service was sent nothing");
		}
		return next;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				daemon(() -> serve(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
			Received request = Received.read(in);
			this.received.add(request);
			Behaviour behaviour = this.behaviours.get(request.path());
			if (behaviour == null) {
				behaviour = Behaviour.answer("404 Not Found", "text/plain", "no such path");
			}
			behaviour.handle(request, new Connection(socket, in, socket.getOutputStream()));
		}
		catch (IOException ex) {
			// The other side left, which some tests are about.
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "test-service");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	/** How a request is answered. The connection is closed afterwards. */
	@FunctionalInterface
	public interface Behaviour {

		void handle(Received request, Connection connection) throws IOException;

		static Behaviour answer(String status, String type, String body, String... headers) {
			return (request, connection) -> {
				connection.body(request.contentLength());
				int length = body.getBytes(StandardCharsets.UTF_8).length;
				connection.send("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + length
						+ "\r\nConnection: close\r\n" + String.join("\r\n", headers)
						+ (headers.length > 0 ? "\r\n" : "") + "\r\n" + ("HEAD".equals(request.method()) ? "" : body));
			};
		}

	}

	/** The connection of a request, after its head. */
	public record Connection(Socket socket, InputStream in, OutputStream out) {

		public void send(String text) throws IOException {
			this.out.write(text.getBytes(StandardCharsets.UTF_8));
			this.out.flush();
		}

		/** Reads the body and answers how many bytes it had. */
		public long body(long length) throws IOException {
			byte[] buffer = new byte[64 * 1024];
			long count = 0;
			while (count < length) {
				int read = this.in.read(buffer, 0, (int) Math.min(buffer.length, length - count));
				if (read < 0) {
					break;
				}
				count += read;
			}
			return count;
		}

	}

	/** The head of a request; names of headers in lower case. */
	public record Received(String method, String target, Map<String, String> headers) {

		static Received read(InputStream in) throws IOException {
			List<String> lines = new ArrayList<>();
			for (String line = line(in); !line.isEmpty(); line = line(in)) {
				lines.add(line);
			}
			if (lines.isEmpty()) {
				throw new IOException("no request");
			}
			List<String> first = List.of(lines.get(0).split(" ", 3));
			Map<String, String> headers = new TreeMap<>();
			lines.stream()
				.skip(1)
				.map((line) -> line.split(": ?", 2))
				.forEach((header) -> headers.put(header[0].toLowerCase(Locale.ROOT), header[1]));
			return new Received(first.get(0), first.get(1), headers);
		}

		private static String line(InputStream in) throws IOException {
			StringBuilder line = new StringBuilder();
			for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
				line.append((char) c);
			}
			return line.toString().strip();
		}

		String path() {
			int query = this.target.indexOf('?');
			return (query < 0) ? this.target : this.target.substring(0, query);
		}

		public @Nullable String header(String name) {
			return this.headers.get(name);
		}

		public String token() {
			return String.valueOf(header("authorization")).replaceFirst("^Bearer ", "");
		}

		long contentLength() {
			return Long.parseLong(this.headers.getOrDefault("content-length", "0"));
		}

	}

}
