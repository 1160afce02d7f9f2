package io.ancho.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The samples are the contract that other languages read: each must be what we write.
 */
class SamplesTests {

	static Stream<Class<?>> events() {
		return Stream.concat(
				Stream.of(RunEvent.class, ChunkEvent.class, SummaryEvent.class)
					.flatMap((parent) -> Arrays.stream(parent.getPermittedSubclasses())),
				Stream.of(Chunk.class, ExecutorsChanged.class));
	}

	@ParameterizedTest
	@MethodSource("events")
	void everyEventHasASampleThatIsReadAndWrittenUnchanged(Class<?> event) throws IOException {
		byte[] sample = sample(event.getSimpleName());
		Object read = Json.read(sample, event);
		assertThat(Json.mapper().readTree(Json.write(read))).isEqualTo(Json.mapper().readTree(sample));
	}

	@ParameterizedTest
	@MethodSource("events")
	void unknownFieldsAreIgnored(Class<?> event) throws IOException {
		String sample = new String(sample(event.getSimpleName()), StandardCharsets.UTF_8);
		String newer = sample.replaceFirst("\\{", "{\"added_later\": [1],");
		assertThat(Json.read(newer.getBytes(StandardCharsets.UTF_8), event))
			.isEqualTo(Json.read(sample.getBytes(StandardCharsets.UTF_8), event));
	}

	@Test
	void theTypeTellsWhichEventItIs() throws IOException {
		assertThat(Json.read(sample("RunEnded"), RunEvent.class)).isInstanceOf(RunEnded.class);
		assertThat(Json.read(sample("ChunkFailed"), ChunkEvent.class)).isInstanceOf(ChunkFailed.class);
		assertThat(Json.read(sample("SummaryFailed"), SummaryEvent.class)).isInstanceOf(SummaryFailed.class);
	}

	@Test
	void aRecordThatIsNoEventIsRefusedWithItsText() {
		assertThatThrownBy(() -> Json.read("{\"type\":\"Nonsense\"}".getBytes(StandardCharsets.UTF_8), RunEvent.class))
			.isInstanceOf(UnreadableEventException.class)
			.hasMessageContaining("RunEvent")
			.hasMessageContaining("Nonsense");
	}

	private static byte[] sample(String name) throws IOException {
		try (InputStream in = SamplesTests.class.getResourceAsStream("/samples/" + name + ".json")) {
			assertThat(in).as("sample of " + name).isNotNull();
			return in.readAllBytes();
		}
	}

}
