package io.ancho.scheduler.marathon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.client.RestClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MarathonTests {

	private final FakeMarathon server = new FakeMarathon(2);

	MarathonTests() throws Exception {
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	private Marathon marathon(String app, String credentialFile) {
		return MarathonConfiguration.marathon(new MarathonProperties(this.server.url(), "", credentialFile, app,
				"queue", 1, 10, 2, Duration.ZERO, Duration.ofSeconds(1)));
	}

	@Test
	void numberOfInstancesIsAllThatIsSentBecauseAnyOtherChangeRestartsTheTasks() {
		Marathon marathon = marathon("/ancho/worker", "");
		assertThat(marathon.app().instances()).isEqualTo(2);
		assertThat(marathon.scale(3)).isTrue();
		assertThat(this.server.requests).containsExactly("GET /v2/apps//ancho/worker",
				"PUT /v2/apps//ancho/worker {\"instances\":3}");
		assertThat(marathon.app().instances()).isEqualTo(3);
	}

	@Test
	void appThatAnotherDeploymentHoldsIsLeftAlone() {
		this.server.locked = true;
		Marathon marathon = marathon("/ancho/worker", "");
		assertThat(marathon.app().locked()).isTrue();
		assertThat(marathon.scale(3)).isFalse();
		assertThat(this.server.requests).noneMatch((request) -> request.contains("force"));
	}

	@Test
	void anythingElseIsAFailure() {
		assertThatExceptionOfType(RestClientException.class).isThrownBy(() -> marathon("/other", "").app())
			.withMessageContaining("404");
		this.server.away = true;
		assertThatExceptionOfType(RestClientException.class).isThrownBy(() -> marathon("/ancho/worker", "").scale(3));
	}

	@Test
	void credentialsComeFromAFile(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("credential"), "bob s3cret\n");
		marathon("/ancho/worker", file.toString()).app();
		assertThat(this.server.authorization).isEqualTo("Basic Ym9iOnMzY3JldA==");
	}

}
