package io.ancho.run.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class ModelLinksTests {

	private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

	private static final ModelId MODEL = new ModelId("sha256:" + "a".repeat(64));

	private static final ModelId OTHER = new ModelId("sha256:" + "b".repeat(64));

	private final Path secret;

	ModelLinksTests(@TempDir Path folder) {
		this.secret = folder.resolve("links.secret");
	}

	@BeforeEach
	void writeSecret() throws Exception {
		Files.writeString(this.secret, "a secret of the tests, long enough to be one");
	}

	@Test
	void aLinkIsGoodForItsModelAndItsRunUntilItExpires() throws Exception {
		Map<String, String> link = query(at(NOW).link(MODEL.value(), "run-1"));
		assertThat(isValid(NOW, MODEL, "run-1", link)).isTrue();
		assertThat(isValid(NOW.plus(Duration.ofMinutes(59)), MODEL, "run-1", link)).isTrue();
		assertThat(isValid(NOW.plus(Duration.ofMinutes(60)), MODEL, "run-1", link)).isFalse();
		assertThat(isValid(NOW, OTHER, "run-1", link)).isFalse();
		assertThat(isValid(NOW, MODEL, "run-2", link)).isFalse();
	}

	@Test
	void itsTimeCannotBeChanged() throws Exception {
		Map<String, String> link = query(at(NOW).link(MODEL.value(), "run-1"));
		long later = Long.parseLong(Objects.requireNonNull(link.get("expires"))) + 1;
		assertThat(at(NOW).isValid(MODEL, "run-1", later, Objects.requireNonNull(link.get("signature")))).isFalse();
	}

	@Test
	void aChunkThatIsQueuedAgainHasANewLink() throws Exception {
		Instant hoursLater = NOW.plus(Duration.ofHours(5));
		Map<String, String> link = query(at(hoursLater).link(MODEL.value(), "run-1"));
		assertThat(isValid(hoursLater, MODEL, "run-1", link)).isTrue();
	}

	private boolean isValid(Instant now, ModelId model, String run, Map<String, String> link) throws Exception {
		return at(now).isValid(model, run, Long.parseLong(Objects.requireNonNull(link.get("expires"))),
				Objects.requireNonNull(link.get("signature")));
	}

	private ModelLinks at(Instant now) throws Exception {
		ModelProperties properties = new ModelProperties(DataSize.ofMegabytes(1), 1, 1, this.secret,
				Duration.ofHours(1));
		return new ModelLinks(properties, Clock.fixed(now, ZoneOffset.UTC));
	}

	private static Map<String, String> query(String link) {
		return Stream.of(link.substring(link.indexOf('?') + 1).split("&"))
			.map((pair) -> pair.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
	}

}
