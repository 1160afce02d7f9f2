package io.ancho.stats.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spark's standalone cluster on this machine: a real master and a real worker, each a
 * process of its own.
 */
final class SparkCluster implements AutoCloseable {

	private static final Pattern APPLICATION = Pattern.compile("app-[0-9]+-[0-9]+");

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<Process> processes = new ArrayList<>();

	private final Path home;

	private final Path jars;

	private final String web;

	private final String master;

	SparkCluster(Path folder, Path application) throws IOException {
		this.home = Files.createDirectory(folder.resolve("spark"));
		this.jars = Files.createSymbolicLink(this.home.resolve("jars"), application.resolve("lib").toAbsolutePath());
		int port = freePort();
		int webPort = freePort();
		this.web = "http://127.0.0.1:" + webPort;
		this.master = "spark://127.0.0.1:" + port;
		start("I have been elected leader", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port",
				String.valueOf(port), "--webui-port", String.valueOf(webPort));
		start("Successfully registered with master", "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
				"--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", folder.resolve("work").toString(),
				this.master);
	}

	String master() {
		return this.master;
	}

	/** The id of the application that runs. */
	String application() throws IOException, InterruptedException {
		HttpRequest question = HttpRequest.newBuilder(URI.create(this.web + "/json/")).build();
		String state = this.http.send(question, HttpResponse.BodyHandlers.ofString()).body();
		Matcher id = APPLICATION.matcher(state.substring(state.indexOf("\"activeapps\"")));
		if (!id.find()) {
			throw new AssertionError("no application in " + state);
		}
		return id.group();
	}

	/** Removes an application, as an operator does on the master's web page. */
	void remove(String application) throws IOException, InterruptedException {
		HttpRequest order = HttpRequest.newBuilder(URI.create(this.web + "/app/kill/"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("id=" + application + "&terminate=true"))
			.build();
		this.http.send(order, HttpResponse.BodyHandlers.discarding());
	}

	private void start(String sign, String... command) throws IOException {
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:+UseSerialGC"));
		line.addAll(SparkCommand.opens());
		line.addAll(List.of("-cp", this.jars + File.separator + "*"));
		line.addAll(List.of(command));
		ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
		builder.environment().put("SPARK_HOME", this.home.toString());
		builder.environment().put("SPARK_SCALA_VERSION", "2.12");
		builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
		Process process = builder.start();
		this.processes.add(process);
		await(process, sign);
	}

	private static void await(Process process, String sign) throws IOException {
		BufferedReader log = process.inputReader();
		List<String> lines = new ArrayList<>();
		for (String line = log.readLine(); line != null; line = log.readLine()) {
			lines.add(line);
			if (line.contains(sign)) {
				Thread drain = new Thread(() -> log.lines().forEach((rest) -> {
				}), "drain");
				drain.setDaemon(true);
				drain.start();
				return;
			}
		}
		throw new AssertionError("it ended: " + String.join("\n", lines));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() {
		for (Process process : this.processes) {
			process.descendants().forEach(ProcessHandle::destroy);
			process.destroy();
		}
	}

}
