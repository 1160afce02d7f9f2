package io.ancho.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance of the service as a process of its own, as it is deployed, which can be
 * killed.
 */
final class StatsProcess implements AutoCloseable {

	private final HttpClient http = HttpClient.newHttpClient();

	private final int port;

	private final Process process;

	private final Path log;

	StatsProcess(Path folder, Map<String, String> settings) {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
			this.log = folder.resolve("stats-" + this.port + ".log");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "target/app/stats-service.jar"));
			Map<String, String> own = new HashMap<>(settings);
			own.put("server.port", Integer.toString(this.port));
			own.forEach((name, value) -> command.add("--" + name + "=" + value));
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is answered to anybody who asks; nothing while nobody listens.
	 * @throws AssertionError with its log if it has ended
	 */
	String get(String path) {
		if (!this.process.isAlive()) {
			throw new AssertionError("stats-service has ended: " + log());
		}
		try {
			return this.http
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (IOException ex) {
			return "";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
