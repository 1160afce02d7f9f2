package io.ancho.localstack.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class PrincipalsTests {

	private final Path keys;

	PrincipalsTests(@TempDir Path keys) {
		this.keys = keys;
	}

	@Test
	void theBrokerKnowsThePasswordOfEachFolder() throws Exception {
		write("admin", "username=\"ancho_admin\" password=\"a-1\";");
		write("worker", "username=\"ancho_worker\" password=\"w_2\";");
		assertThat(Principals.in(this.keys).serverSettings()).anySatisfy((line) -> assertThat(line)
			.startsWith("listener.name.clients.plain.sasl.jaas.config=")
			.endsWith("username=\"ancho_admin\" password=\"a-1\" user_ancho_admin=\"a-1\" user_ancho_worker=\"w_2\";"));
	}

	@Test
	void withoutTheSuperuserNobodyCouldSetTheRules() throws Exception {
		write("worker", "username=\"ancho_worker\" password=\"w_2\";");
		assertThatIOException().isThrownBy(() -> Principals.in(this.keys)).withMessageContaining("ancho_admin");
	}

	private void write(String role, String login) throws IOException {
		Path folder = Files.createDirectories(this.keys.resolve(role));
		Files.writeString(folder.resolve("spring.kafka.properties.sasl.jaas.config"),
				"org.apache.kafka.common.security.plain.PlainLoginModule required " + login + "\n");
	}

}
