package io.ancho.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The stack's secrets, generated once, in files that only their owner can read.
 *
 * @param identityPrivateKey PEM (PKCS#8) of the key that the gateway signs identities
 * with, RSA 2048
 * @param identityPublicKey PEM (X.509) of its public half
 * @param linkSecret the secret that signs links to models' archives
 * @param token the API token of the user {@code local}, which also opens the supervisor
 * @param roles a folder for each service, and {@code admin}, with what it logs in to
 * Cassandra and Kafka with: files that have the names of variables and settings
 */
record Secrets(Path identityPrivateKey, Path identityPublicKey, Path linkSecret, Path token, Path roles) {

	private static final List<String> ROLES = List.of("admin", "gateway", "run", "scheduler", "worker", "stats");

	private static final List<String> SPEAK_TO_KAFKA = List.of("admin", "run", "scheduler", "worker", "stats");

	/** Who derives the passwords of users' own roles in Cassandra. */
	private static final List<String> KNOW_USERS = List.of("run", "stats");

	static Secrets in(Settings settings) throws IOException {
		Path keys = settings.keys();
		Secrets secrets = new Secrets(keys.resolve("identity.key"), keys.resolve("identity.pub"),
				keys.resolve("links.secret"), settings.tokenFile(), keys.resolve("roles"));
		privateFolder(settings.home());
		privateFolder(keys);
		privateFolder(secrets.roles);
		secrets.generateMissing();
		secrets.generateRoles(keys.resolve("users.secret"));
		return secrets;
	}

	static void privateFolder(Path folder) throws IOException {
		Files.createDirectories(folder);
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
	}

	private void generateMissing() throws IOException {
		if (Files.notExists(this.identityPrivateKey) || Files.notExists(this.identityPublicKey)) {
			KeyPair pair = rsa();
			write(this.identityPublicKey, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
			write(this.identityPrivateKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
		}
		writeMissing(this.linkSecret, random());
		writeMissing(this.token, "ancho_" + random());
	}

	/**
	 * The folder that is a part's own.
	 * @param role the service's name, or {@code admin}
	 */
	Path role(String role) {
		return this.roles.resolve(role);
	}

	private void generateRoles(Path users) throws IOException {
		if (Files.notExists(users)) {
			write(users, random());
		}
		for (String name : ROLES) {
			Path folder = role(name);
			privateFolder(folder);
			writeMissing(folder.resolve("ANCHO_CASSANDRA_USERNAME"), "ancho_" + name);
			writeMissing(folder.resolve("ANCHO_CASSANDRA_PASSWORD"), random());
		}
		for (String name : SPEAK_TO_KAFKA) {
			Path folder = role(name);
			writeMissing(folder.resolve("spring.kafka.security.protocol"), "SASL_PLAINTEXT");
			writeMissing(folder.resolve("spring.kafka.properties.sasl.mechanism"), "PLAIN");
			writeMissing(folder.resolve("spring.kafka.properties.sasl.jaas.config"), kafkaLogin(name));
		}
		for (String name : KNOW_USERS) {
			writeMissing(role(name).resolve("ANCHO_USER_ROLE_SECRET"), Files.readString(users).strip());
		}
	}

	private static String kafkaLogin(String role) {
		return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ancho_" + role
				+ "\" password=\"" + random() + "\";";
	}

	private static void writeMissing(Path file, String content) throws IOException {
		if (Files.notExists(file)) {
			write(file, content);
		}
	}

	private static KeyPair rsa() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			return generator.generateKeyPair();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String random() {
		byte[] bytes = new byte[32];
		new SecureRandom().nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static String pem(String type, byte[] encoded) {
		String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(encoded);
		return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----";
	}

	/**
	 * Never there half written, never readable by others for a moment.
	 */
	private static void write(Path file, String content) throws IOException {
		Path temporary = file.resolveSibling(file.getFileName() + ".new");
		Files.deleteIfExists(temporary);
		Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		Files.writeString(temporary, content + "\n", StandardCharsets.US_ASCII);
		Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
	}

}
