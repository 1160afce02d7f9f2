package io.ancho.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.jobs.summary.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentFileTests {

	private static final List<Output> OUTPUTS = List.of(new Output("wide", 60_000), new Output("x", null),
			new Output("wider", 65_536), new Output("short", 64), new Output("long", 65));

	private static final List<Target> TARGETS = List.of(new Target("late", "wider[65535]", ">", 0),
			new Target("early", "wide[0]", ">", 0), new Target("scalar", "x", ">", 0),
			new Target("unknown", "y", ">", 0));

	@Test
	void aWideRunIsCutIntoPartsThatFitAndAreComplete() {
		List<Request> parts = RequestParts.of(request(OUTPUTS)).parts();
		assertThat(parts).extracting((part) -> part.outputs().stream().map(Output::name).toList())
			.containsExactly(List.of("x", "short"), List.of("wide"), List.of("wider"), List.of("long"));
		assertThat(parts).extracting((part) -> part.targets().stream().map(Target::name).toList())
			.containsExactly(List.of("scalar", "unknown"), List.of("early"), List.of("late"), List.of());
		Request narrow = request(List.of(new Output("x", null), new Output("wide", 65_535)));
		assertThat(RequestParts.of(narrow).parts()).containsExactly(narrow);
	}

	@Test
	void theDocumentHasAllOutputsAndTargetsInTheirOrder(@TempDir Path folder) throws IOException {
		List<Request> asked = new ArrayList<>();
		Path file = folder.resolve("summary.json");
		new DocumentFile(new ObjectMapper(), request(OUTPUTS), (part) -> {
			asked.add(part);
			return part(part);
		}).write(file);
		JsonNode document = new ObjectMapper().readTree(file.toFile());
		assertThat(names(document)).containsExactly("sequences", "outputs", "targets", "correlation");
		assertThat(names(document.path("outputs"))).containsExactly("wide", "x", "wider", "short", "long");
		assertThat(names(document.path("targets"))).containsExactly("late", "early", "scalar", "unknown");
		document.path("outputs")
			.properties()
			.forEach((output) -> assertThat(output.getValue().asText()).isEqualTo(output.getKey()));
		assertThat(document.path("correlation").asInt()).isEqualTo(2);
		assertThat(asked).hasSize(4);
	}

	private static Map<String, Object> part(Request request) {
		Map<String, Object> document = new LinkedHashMap<>();
		Map<String, Object> outputs = new LinkedHashMap<>();
		request.outputs().forEach((output) -> outputs.put(output.name(), output.name()));
		Map<String, Object> targets = new LinkedHashMap<>();
		request.targets().forEach((target) -> targets.put(target.name(), target.name()));
		document.put("sequences", request.sequences());
		document.put("outputs", outputs);
		document.put("targets", targets);
		document.put("correlation", request.outputs().size());
		return document;
	}

	private static List<String> names(JsonNode object) {
		List<String> names = new ArrayList<>();
		object.fieldNames().forEachRemaining(names::add);
		return names;
	}

	private static Request request(List<Output> outputs) {
		return new Request("run", "keyspace", 10, outputs, TARGETS, List.of(0.5));
	}

}
