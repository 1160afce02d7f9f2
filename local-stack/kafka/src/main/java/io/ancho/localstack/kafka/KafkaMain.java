package io.ancho.localstack.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutionException;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;

/**
 * Runs a single Kafka node, broker and controller in one, in this process until it is
 * told to end. The storage is formatted when it is new.
 * <p>
 * Environment: {@code KAFKA_DIR}, the folder that holds everything it writes;
 * {@code KAFKA_PORT}, the broker's; {@code KAFKA_CONTROLLER_PORT}. Both ports are bound
 * to the loopback address alone. {@code KAFKA_KEYS}, a folder with the passwords of
 * {@link Principals}, lets nobody in without one, and each do what {@code acls.txt} says,
 * once the file {@code acls.txt} in {@code KAFKA_DIR} is there; without it the broker
 * asks nobody who they are.
 */
public final class KafkaMain {

	private KafkaMain() {
	}

	public static void main(String[] args) throws IOException {
		Path directory = Path.of(required("KAFKA_DIR")).toAbsolutePath();
		String keys = System.getenv("KAFKA_KEYS");
		Path log = directory.resolve("log");
		Path configuration = Files.createDirectories(directory).resolve("server.properties");
		writeSecretly(configuration, settings(log, (keys != null) ? "SASL_PLAINTEXT" : "PLAINTEXT"));
		if (keys != null) {
			Principals principals = Principals.in(Path.of(keys));
			Files.write(configuration, principals.serverSettings(), StandardOpenOption.APPEND);
			AccessRules rules = new AccessRules(directory.resolve("acls.txt"));
			if (rules.areNew()) {
				new Thread(() -> apply(rules, principals), "access-rules").start();
			}
		}
		if (Files.notExists(log.resolve("meta.properties"))) {
			format(configuration);
		}
		CoordinatorWatch.begin();
		Kafka.main(new String[] { configuration.toString() });
	}

	private static String settings(Path log, String protocol) throws IOException {
		return template().replace("${port}", required("KAFKA_PORT"))
			.replace("${controller-port}", required("KAFKA_CONTROLLER_PORT"))
			.replace("${protocol}", protocol)
			.replace("${log-dir}", log.toString());
	}

	/** There are passwords in it, which nobody else may read for a moment. */
	private static void writeSecretly(Path file, String content) throws IOException {
		Files.deleteIfExists(file);
		Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(file, content);
	}

	/** As soon as the broker answers. Without its rules nobody could work. */
	private static void apply(AccessRules rules, Principals principals) {
		try {
			int port = Integer.parseInt(required("KAFKA_PORT"));
			while (!listens(port)) {
				Thread.sleep(50);
			}
			rules.apply(principals.adminSettings(String.valueOf(port)));
		}
		catch (IOException | InterruptedException | ExecutionException ex) {
			LogManager.getLogger(KafkaMain.class).error("The access rules cannot be set, so nobody could work", ex);
			System.exit(1);
		}
	}

	private static boolean listens(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
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
