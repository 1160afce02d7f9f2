package io.ancho.localstack.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Runs a single Kafka node, broker and controller in one, in this process until it is
 * told to end. The storage is formatted when it is new.
 * <p>
 * Environment: {@code KAFKA_DIR}, the folder that holds everything it writes;
 * {@code KAFKA_PORT}, the broker's; {@code KAFKA_CONTROLLER_PORT}. Both ports are bound
 * to the loopback address alone.
 */
public final class KafkaMain {

	private KafkaMain() {
	}

	public static void main(String[] args) throws IOException {
		Path directory = Path.of(required("KAFKA_DIR")).toAbsolutePath();
		Path log = directory.resolve("log");
		Path configuration = Files.createDirectories(directory).resolve("server.properties");
		Files.writeString(configuration,
				template().replace("${port}", required("KAFKA_PORT"))
					.replace("${controller-port}", required("KAFKA_CONTROLLER_PORT"))
					.replace("${log-dir}", log.toString()));
		if (Files.notExists(log.resolve("meta.properties"))) {
			format(configuration);
		}
		CoordinatorWatch.begin();
		Kafka.main(new String[] { configuration.toString() });
	}

	private static void format(Path configuration) throws IOException {
		String[] arguments = { "format", "--cluster-id", Uuid.randomUuid().toString(), "--config",
				configuration.toString() };
		if (StorageTool.execute(arguments, System.out) != 0) {
			throw new IOException("the storage could not be formatted; the reason is printed above");
		}
	}

	private static String template() throws IOException {
		try (InputStream template = KafkaMain.class.getResourceAsStream("/server-template.properties")) {
			if (template == null) {
				throw new IOException("server-template.properties is missing from the class path");
			}
			return new String(template.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String required(String name) {
		String value = System.getenv(name);
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("set the environment variable " + name);
		}
		return value;
	}

}
