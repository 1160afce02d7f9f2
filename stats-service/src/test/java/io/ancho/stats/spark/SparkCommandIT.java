package io.ancho.stats.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.ancho.events.Json;
import io.ancho.stats.storage.StorageProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.cassandra.autoconfigure.CassandraConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

class SparkCommandIT {

	private static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name), name);
	}

	static Path application() {
		return Path.of(property("ancho.test.spark"));
	}

	private static SparkCommand command() {
		return command("local[1]");
	}

	static SparkCommand command(String master) {
		return command(master, property("ancho.test.cassandra"));
	}

	static SparkCommand command(String master, String contactPoint) {
		String[] cassandra = contactPoint.split(":");
		List<CassandraConnectionDetails.Node> nodes = List
			.of(new CassandraConnectionDetails.Node(cassandra[0], Integer.parseInt(cassandra[1])));
		return new SparkCommand(new SparkProperties(application(), master, "512m"), new StorageProperties("", ""),
				new CassandraConnectionDetails() {

					@Override
					public List<Node> getContactPoints() {
						return nodes;
					}

					@Override
					public String getLocalDatacenter() {
						return "datacenter1";
					}

				});
	}

	@Test
	void driverAnswersWhereOnlyRootMayWriteIntoTheSandboxOfMesos(@TempDir Path folder) throws Exception {
		ProcessBuilder builder = command().processBuilder(Files.createDirectory(folder.resolve("scratch")));
		builder.environment().put("MESOS_SANDBOX", "/proc/sandbox");
		try (SparkDriver driver = new SparkDriver(builder)) {
			ObjectNode ping = Json.mapper().createObjectNode().put("op", "ping").put("id", "1");
			assertThat(driver.ask(ping).get(120, TimeUnit.SECONDS).path("id").asString()).isEqualTo("1");
		}
	}

	@Test
	void driverThatDiesTellsWhy(@TempDir Path folder) throws Exception {
		ProcessBuilder builder = command().processBuilder(Files.createDirectory(folder.resolve("scratch")));
		builder.environment().put("SPARK_LOCAL_DIRS", "/proc/sandbox");
		try (SparkDriver driver = new SparkDriver(builder)) {
			driver.end().get(120, TimeUnit.SECONDS);
			assertThat(driver.death()).startsWith("ended with exit code ")
				.contains("/proc/sandbox", "Failed to create any local dir");
		}
	}

	@Test
	void driverWhoseServiceIsGoneEndsAndLeavesNothing(@TempDir Path folder) throws Exception {
		Path scratch = Files.createDirectory(folder.resolve("scratch"));
		Process driver = command().processBuilder(scratch)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			driver.getOutputStream().close();
			assertThat(driver.waitFor(120, TimeUnit.SECONDS)).isTrue();
			assertThat(scratch).doesNotExist();
		}
		finally {
			driver.destroyForcibly();
		}
	}

}
