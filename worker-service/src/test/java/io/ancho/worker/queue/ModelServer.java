package io.ancho.worker.queue;

import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.CountDownLatch;
import java.net.URI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

import com.sun.net.httpserver.HttpServer;
import io.ancho.events.Chunk;

/**
 * Hands out models as run-service does: by links to gzipped, normalised archives.
 */
public final class ModelServer implements AutoCloseable {

	private final HttpServer server;

	private final Map<String, byte[]> archives = new ConcurrentHashMap<>();

	private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	public ModelServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.createContext("/", (exchange) -> {
			byte[] body = this.archives.get(exchange.getRequestURI().getPath());
			awaitRelease(exchange.getRequestURI().getPath());
			exchange.sendResponseHeaders((body != null) ? 200 : 404, (body != null) ? body.length : -1);
			if (body != null) {
				exchange.getResponseBody().write(body);
			}
			exchange.close();
		});
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/** Lets whoever asks for a model wait until the latch is counted down. */
	CountDownLatch hold(Chunk.Model model) {
		CountDownLatch latch = new CountDownLatch(1);
		this.held.put(URI.create(model.archive()).getPath(), latch);
		return latch;
	}

	private void awaitRelease(String path) {
		try {
			this.held.getOrDefault(path, new CountDownLatch(0)).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	public Chunk.Model add(String python) throws IOException {
		return add(Map.of("model.py", python));
	}

	Chunk.Model add(Map<String, String> files) throws IOException {
		Map<String, String> all = new TreeMap<>(files);
		all.put("ancho.toml", "[model]\nname = \"test\"\nentrypoint = \"model:f\"\n");
		byte[] tar = tar(all);
		String sha256 = sha256(tar);
		String path = "/internal/models/" + sha256 + "/archive";
		ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
			gzip.write(tar);
		}
		this.archives.put(path, gzipped.toByteArray());
		return new Chunk.Model("sha256:" + sha256, "model:f", path + "?signature=c2ln");
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] tar(Map<String, String> files) {
		ByteArrayOutputStream tar = new ByteArrayOutputStream();
		files.forEach((name, text) -> {
			byte[] content = text.getBytes(StandardCharsets.UTF_8);
			tar.writeBytes(header(name, content.length));
			tar.writeBytes(content);
			tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
		});
		tar.writeBytes(new byte[1024]);
		return tar.toByteArray();
	}

	private static byte[] header(String name, int size) {
		byte[] header = new byte[512];
		put(header, 0, name);
		put(header, 100, "0000644");
		put(header, 124, "%011o".formatted(size));
		header[156] = '0';
		put(header, 257, "ustar");
		return header;
	}

	private static void put(byte[] header, int at, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		System.arraycopy(bytes, 0, header, at, bytes.length);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
