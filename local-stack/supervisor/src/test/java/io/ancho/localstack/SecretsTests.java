package io.ancho.localstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTests {

	private final Path home;

	SecretsTests(@TempDir Path home) {
		this.home = home;
	}

	@Test
	void nobodyElseCanReadThem() throws Exception {
		Secrets secrets = secrets();
		assertThat(Files.getPosixFilePermissions(this.home)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		for (Path file : new Path[] { secrets.identityPrivateKey(), secrets.linkSecret(), secrets.token() }) {
			assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
		}
	}

	@Test
	void eachServiceHasAPasswordOfItsOwnThatNobodyElseCanRead() throws Exception {
		Secrets secrets = secrets();
		Set<String> passwords = new HashSet<>();
		for (String role : List.of("admin", "gateway", "run", "scheduler", "worker", "stats")) {
			Path password = secrets.role(role).resolve("ANCHO_CASSANDRA_PASSWORD");
			assertThat(Files.getPosixFilePermissions(password)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
			assertThat(secrets.role(role).resolve("ANCHO_CASSANDRA_USERNAME")).hasContent("ancho_" + role);
			passwords.add(Files.readString(password));
		}
		assertThat(passwords).hasSize(6);
	}

	@Test
	void whoSpeaksToKafkaLogsInThereAsItself() throws Exception {
		Secrets secrets = secrets();
		String login = "spring.kafka.properties.sasl.jaas.config";
		assertThat(List.of("admin", "run", "scheduler", "worker", "stats"))
			.allSatisfy((role) -> assertThat(secrets.role(role).resolve(login)).content()
				.containsPattern("username=\"ancho_" + role + "\" password=\"[\\w-]{43}\";"));
		assertThat(secrets.role("gateway").resolve(login)).doesNotExist();
	}

	@Test
	void onlyRunServiceAndStatsServiceKnowTheSecretOfUsersRoles() throws Exception {
		Secrets secrets = secrets();
		String secret = "ANCHO_USER_ROLE_SECRET";
		assertThat(secrets.role("run").resolve(secret)).hasSameTextualContentAs(secrets.role("stats").resolve(secret));
		assertThat(List.of("admin", "gateway", "scheduler", "worker"))
			.noneMatch((role) -> Files.exists(secrets.role(role).resolve(secret)));
	}

	@Test
	void theyAreMadeOnce() throws Exception {
		String token = Files.readString(secrets().token());
		assertThat(Files.readString(secrets().token())).isEqualTo(token);
	}

	@Test
	void thePublicKeyVerifiesWhatThePrivateKeySigns() throws Exception {
		Secrets secrets = secrets();
		KeyFactory rsa = KeyFactory.getInstance("RSA");
		PrivateKey privateKey = rsa.generatePrivate(new PKCS8EncodedKeySpec(der(secrets.identityPrivateKey())));
		PublicKey publicKey = rsa.generatePublic(new X509EncodedKeySpec(der(secrets.identityPublicKey())));
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(privateKey);
		signature.update(new byte[] { 1 });
		byte[] signed = signature.sign();
		signature.initVerify(publicKey);
		signature.update(new byte[] { 1 });
		assertThat(signature.verify(signed)).isTrue();
	}

	private Secrets secrets() throws Exception {
		return Secrets
			.in(Settings.from(Map.of("ANCHO_HOME", this.home.toString(), "ANCHO_REPO", this.home.toString())));
	}

	private static byte[] der(Path pem) throws Exception {
		return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----.*-----", ""));
	}

}
