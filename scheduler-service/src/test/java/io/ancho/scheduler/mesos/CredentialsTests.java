package io.ancho.scheduler.mesos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CredentialsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	private Credentials read(String content) throws Exception {
		Path file = Files.writeString(this.folder.resolve("credential"), content);
		return Credentials.of(new MesosProperties("http://m:5050", "", "*", "root", "ignored", "ignored",
				file.toString(), Duration.ZERO, Duration.ZERO, Duration.ZERO));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"principal\": \"ancho\", \"secret\": \"s p\"}\n", "ancho s p\n", "ancho\ts p" })
	void fileHasOneOfTheFormsOfMesosAndWins(String content) throws Exception {
		assertThat(read(content)).isEqualTo(new Credentials("ancho", "s p"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ancho", "{}", "{\"principal\": \"ancho\"}" })
	void fileWithoutBothIsRefused(String content) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(content))
			.withMessageContaining("a principal and a secret");
	}

	@Test
	void secretIsNotPrinted() {
		assertThat(new Credentials("ancho", "s3cret")).hasToString("ancho");
	}

}
