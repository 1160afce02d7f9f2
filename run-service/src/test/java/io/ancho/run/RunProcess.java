package io.ancho.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An instance of the service as a process of its own, as it is deployed, which can be
 * killed, ended and stopped for a while.
 */
final class RunProcess implements AutoCloseable {

	private static final Duration START = Duration.ofMinutes(2);

	private final int port;

	private final Process process;

	private final TestIdentity identity;

	private final Path log;

	RunProcess(Path folder, TestIdentity identity, Map<String, String> settings) {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
			this.identity = identity;
			this.log = folder.resolve(name() + ".log");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m",
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "target/app/run-service.jar"));
			settings.forEach((name, value) -> command.add("--" + name + "=" + value));
			command.add("--server.port=" + this.port);
			command.add("--ancho.leader.name=" + name());
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return "run-" + this.port;
	}

	ApiClient api(String user) {
		return new ApiClient("http://127.0.0.1:" + this.port, this.identity.token(user));
	}

	/** What readiness says; nothing while it does not answer. */
	String readiness() {
		try {
			ApiClient.Answer answer = api("nobody").getWithoutIdentity("/actuator/health/readiness");
			return answer.status() + " " + answer.body();
		}
		catch (UncheckedIOException ex) {
			return "";
		}
	}

	/**
	 * Waits until it says that it has this role, and is ready; starting takes a while.
	 */
	void awaitRole(String role) {
		ApiClient.await(START, () -> hasRole(role), (has) -> has);
	}

	boolean hasRole(String role) {
		String said = readiness();
		return said.startsWith("200") && said.contains("\"role\":\"" + role + "\"");
	}

	/** What it has logged so far. */
	String log() throws IOException {
		return Files.readString(this.log);
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** Sends a signal, such as KILL. */
	void signal(String name) {
		try {
			new ProcessBuilder("kill", "-s", name, Long.toString(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws InterruptedException {
		signal("CONT");
		this.process.destroy();
		if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
