package io.ancho.stats.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.ancho.stats.storage.StorageProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.cassandra.autoconfigure.CassandraConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

class SparkCommandIT {

	private static String property(String name) {
		return Objects.requireNonNull(System.getProperty(name), name);
	}

	private static SparkCommand command() {
		String[] cassandra = property("ancho.test.cassandra").split(":");
		List<CassandraConnectionDetails.Node> nodes = List
			.of(new CassandraConnectionDetails.Node(cassandra[0], Integer.parseInt(cassandra[1])));
		return new SparkCommand(new SparkProperties(Path.of(property("ancho.test.spark")), "local[1]", "512m"),
				new StorageProperties("", ""), new CassandraConnectionDetails() {

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
	void driverWhoseServiceIsGoneEndsAndLeavesNothing(@TempDir Path folder) throws Exception {
		Path scratch = Files.createDirectory(folder.resolve("scratch"));
		Process driver = command().processBuilder(scratch).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
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
