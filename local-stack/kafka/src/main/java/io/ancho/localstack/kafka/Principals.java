package io.ancho.localstack.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may log in, each with the password that its folder holds. The broker itself is the
 * superuser {@code ancho_admin}.
 */
final class Principals {

	private static final String ADMIN = "ancho_admin";

	private static final String FILE = "spring.kafka.properties.sasl.jaas.config";

	private static final Pattern LOGIN = Pattern.compile("username=\"(\\w+)\" password=\"([\\w-]+)\"");

	private final Map<String, String> passwords;

	private Principals(Map<String, String> passwords) {
		this.passwords = passwords;
	}

	/**
	 * The principals of a folder.
	 * @param keys has a folder for each principal
	 */
	static Principals in(Path keys) throws IOException {
		Map<String, String> passwords = new TreeMap<>();
		try (Stream<Path> folders = Files.list(keys)) {
			for (Path file : folders.map((folder) -> folder.resolve(FILE)).filter(Files::exists).toList()) {
				Matcher login = LOGIN.matcher(Files.readString(file));
				if (!login.find()) {
					throw new IOException(file + " has no user's name and password");
				}
				passwords.put(login.group(1), login.group(2));
			}
		}
		if (!passwords.containsKey(ADMIN)) {
			throw new IOException("no folder of " + keys + " has the password of " + ADMIN);
		}
		return new Principals(passwords);
	}

	/**
	 * What makes the broker ask who somebody is, and keep to the rules.
	 */
	List<String> serverSettings() {
		String users = this.passwords.entrySet()
			.stream()
			.map((login) -> " user_" + login.getKey() + "=\"" + login.getValue() + "\"")
			.collect(Collectors.joining());
		String both = "plain.sasl.jaas.config=" + jaas().replace(";", users + ";");
		return List.of("sasl.enabled.mechanisms=PLAIN", "sasl.mechanism.inter.broker.protocol=PLAIN",
				"sasl.mechanism.controller.protocol=PLAIN", "listener.name.clients." + both,
				"listener.name.controller." + both,
				"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
				"super.users=User:" + ADMIN);
	}

	/**
	 * How the superuser reaches the broker.
	 * @param port the broker's
	 */
	Map<String, Object> adminSettings(String port) {
		return Map.of("bootstrap.servers", "127.0.0.1:" + port, "security.protocol", "SASL_PLAINTEXT", "sasl.mechanism",
				"PLAIN", "sasl.jaas.config", jaas());
	}

	private String jaas() {
		return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + ADMIN + "\" password=\""
				+ this.passwords.get(ADMIN) + "\";";
	}

}
