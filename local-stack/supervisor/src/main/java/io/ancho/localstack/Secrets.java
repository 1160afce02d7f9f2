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

/**
 * The stack's secrets, generated once, in files that only their owner can read.
 *
 * @param identityPrivateKey PEM (PKCS#8) of the key that the gateway signs identities
 * with, RSA 2048
 * @param identityPublicKey PEM (X.509) of its public half
 * @param linkSecret the secret that signs links to models' archives
 * @param token the API token of the user {@code local}, which also opens the supervisor
 */
record Secrets(Path identityPrivateKey, Path identityPublicKey, Path linkSecret, Path token) {

	static Secrets in(Settings settings) throws IOException {
		Path keys = settings.keys();
		Secrets secrets = new Secrets(keys.resolve("identity.key"), keys.resolve("identity.pub"),
				keys.resolve("links.secret"), settings.tokenFile());
		privateFolder(settings.home());
		privateFolder(keys);
		secrets.generateMissing();
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
		if (Files.notExists(this.linkSecret)) {
			write(this.linkSecret, random());
		}
		if (Files.notExists(this.token)) {
			write(this.token, "ancho_" + random());
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
