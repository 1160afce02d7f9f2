package io.ancho.stats.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

import io.ancho.stats.storage.StorageProperties;

import org.springframework.boot.cassandra.autoconfigure.CassandraConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * The command line of the Spark driver, and a file with its settings that only this user
 * can read: passwords have no place on a command line.
 */
@Component
class SparkCommand {

	/** What Spark 3.5 needs of JDK 17, as its launcher has it. */
	private static final List<String> OPENED = List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io",
			"java.net", "java.nio", "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
			"jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar");

	/** What Spark 3.5 asks before {@code SPARK_LOCAL_DIRS}. */
	private static final Set<String> MORE_URGENT_FOLDERS = Set.of("CONTAINER_ID", "SPARK_EXECUTOR_DIRS");

	private static final String REFLECTION = "-Djdk.reflect.useDirectMethodHandle=false";

	private final SparkProperties spark;

	private final StorageProperties storage;

	private final CassandraConnectionDetails cassandra;

	SparkCommand(SparkProperties spark, StorageProperties storage, CassandraConnectionDetails cassandra) {
		this.spark = spark;
		this.storage = storage;
		this.cassandra = cassandra;
		if (!Files.isReadable(spark.applicationJar())) {
			throw new IllegalStateException("there is no " + spark.applicationJar()
					+ ": ANCHO_SPARK_CLASSPATH must name the folder that stats-jobs is built into");
		}
	}

	/**
	 * A process builder of a fresh driver.
	 * @param scratch a folder of its own, for its settings and temporary files
	 */
	ProcessBuilder processBuilder(Path scratch) throws IOException {
		Path settings = scratch.resolve("spark.conf");
		write(settings);
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx" + this.spark.memory());
		command.add("-XX:+UseParallelGC");
		// Without memory it would answer no more, and be waited for.
		command.add("-XX:+ExitOnOutOfMemoryError");
		command.add("-Djava.io.tmpdir=" + scratch);
		command.add("-Dancho.scratch=" + scratch);
		command.addAll(opens());
		command.addAll(List.of("-cp", this.spark.classPath() + "/*:" + this.spark.classPath() + "/lib/*",
				"org.apache.spark.deploy.SparkSubmit", "--master", this.spark.master(), "--properties-file",
				settings.toString(), "--class", "io.ancho.jobs.StatsJobs", this.spark.applicationJar().toString()));
		ProcessBuilder builder = new ProcessBuilder(command);
		useScratch(builder.environment(), scratch);
		if (isLocal()) {
			builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
		}
		return builder;
	}

	/**
	 * Has Spark keep its files in a folder, whatever container this service runs in. Left
	 * alone it takes the sandbox that Mesos makes for a task, where only root may write.
	 * @param environment the driver's environment
	 * @param scratch the folder
	 */
	static void useScratch(Map<String, String> environment, Path scratch) {
		environment.keySet().removeAll(MORE_URGENT_FOLDERS);
		environment.put("SPARK_LOCAL_DIRS", scratch.toString());
	}

	private void write(Path file) throws IOException {
		List<CassandraConnectionDetails.Node> nodes = this.cassandra.getContactPoints();
		Properties settings = new Properties();
		settings.setProperty("spark.cassandra.connection.host",
				nodes.stream().map(CassandraConnectionDetails.Node::host).collect(Collectors.joining(",")));
		settings.setProperty("spark.cassandra.connection.port", String.valueOf(nodes.get(0).port()));
		if (this.cassandra.getLocalDatacenter() != null) {
			settings.setProperty("spark.cassandra.connection.localDC", this.cassandra.getLocalDatacenter());
		}
		if (this.storage.hasLogin()) {
			settings.setProperty("spark.cassandra.auth.username", this.storage.username());
			settings.setProperty("spark.cassandra.auth.password", this.storage.password());
		}
		if (!isLocal()) {
			settings.setProperty("spark.jars", executorJars());
			settings.setProperty("spark.executor.extraJavaOptions", String.join(" ", opens()));
		}
		try (var out = Files.newOutputStream(file)) {
			settings.store(out, null);
		}
	}

	private boolean isLocal() {
		return this.spark.master().startsWith("local");
	}

	static List<String> opens() {
		List<String> options = new ArrayList<>();
		OPENED.forEach((name) -> options.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
		options.add(REFLECTION);
		return options;
	}

	/**
	 * What executors on other machines need beyond Spark: the application's manifest
	 * names it.
	 */
	private String executorJars() {
		try (JarFile jar = new JarFile(this.spark.applicationJar().toFile())) {
			String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
			return Arrays.stream(classPath.split(" "))
				.map((name) -> this.spark.classPath().resolve(name).toString())
				.collect(Collectors.joining(","));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot read " + this.spark.applicationJar(), ex);
		}
	}

}
