package io.ancho.localstack.mesos;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine that the environment has for tests.
 */
final class DockerEngine {

	private DockerEngine() {
	}

	/** An image with a shell and Python; without one the test is skipped. */
	static String image() {
		String image = System.getProperty("ancho.test.docker-image", "");
		Assumptions.assumeFalse(image.isEmpty(), "no Docker image is named by -Dancho.test.docker-image=…");
		return image;
	}

	/** The name of the container that an update tells of. */
	static String container(JsonNode status) {
		return "mesos-" + status.at("/container_status/container_id/value").stringValue();
	}

	/** Removes it by force. */
	static void remove(JsonNode status) throws Exception {
		assertThat(docker("rm", "--force", container(status))).isZero();
	}

	/** Whether there is such a container, running or not. */
	static boolean has(JsonNode status) throws Exception {
		return docker("container", "inspect", container(status)) == 0;
	}

	private static int docker(String... arguments) throws Exception {
		ProcessBuilder builder = new ProcessBuilder("docker").redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		builder.command().addAll(List.of(arguments));
		Process process = builder.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

}
