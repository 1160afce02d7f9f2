package io.ancho.events;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The samples are the contract that other languages read: each must be what we write.
 */
class SamplesTests {

	/** Fields that are maps, whose keys are no fields. */
	private static final Set<String> MAPS = Set.of("starting_values", "packages", "source", "moments", "hits",
			"trials");

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
	void fieldsOfANewerSenderAreIgnoredAtEveryDepth(Class<?> event) throws IOException {
		JsonNode sample = Json.mapper().readTree(sample(event.getSimpleName()));
		JsonNode newer = sample.deepCopy();
		addUnknownFields(newer);
		assertThat(newer).isNotEqualTo(sample);
		assertThat(Json.read(Json.write(newer), event)).isEqualTo(Json.read(Json.write(sample), event));
	}

	private static void addUnknownFields(JsonNode node) {
		if (node instanceof ObjectNode object) {
			object.properties()
				.stream()
				.filter((field) -> !MAPS.contains(field.getKey()))
				.forEach((field) -> addUnknownFields(field.getValue()));
			object.putArray("added_later").add(1);
		}
		else {
			node.forEach((element) -> addUnknownFields(element));
		}
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
