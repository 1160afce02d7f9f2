package io.ancho.gateway.description;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.Set;
import java.util.Deque;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiDescriptionTests {

	private static final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private final JsonNode document = document();

	@Test
	void isValidOpenApi() throws Exception {
		try (InputStream in = new ClassPathResource("openapi-3.1-schema.json").getInputStream()) {
			assertThat(schemas.getSchema(in).validate(this.document)).isEmpty();
		}
	}

	@Test
	void everyReferenceResolves() {
		List<String> dangling = new ArrayList<>();
		visit(this.document, (name, node) -> {
			if (name.equals("$ref") && this.document.at(node.asString().substring(1)).isMissingNode()) {
				dangling.add(node.asString());
			}
		});
		assertThat(dangling).isEmpty();
	}

	/**
	 * Generators of clients stop at lists of types, and at schemas that hold themselves.
	 */
	@Test
	void generatorsOfClientsUnderstandEverySchema() {
		List<String> lists = new ArrayList<>();
		visit(this.document, (name, node) -> {
			if (name.equals("type") && node.isArray()) {
				lists.add(node.toString());
			}
		});
		assertThat(lists).as("say oneOf instead of a list of types").isEmpty();
		this.document.at("/components/schemas")
			.propertyNames()
			.forEach((name) -> assertThat(reached(name)).as("what " + name + " holds").doesNotContain(name));
	}

	/** The schemas that a schema refers to, at any distance. */
	private Set<String> reached(String schema) {
		Set<String> reached = new TreeSet<>();
		Deque<String> open = new ArrayDeque<>(List.of(schema));
		while (!open.isEmpty()) {
			visit(this.document.at("/components/schemas/" + open.pop()), (name, node) -> {
				String target = node.asString("").replace("#/components/schemas/", "");
				if (name.equals("$ref") && reached.add(target)) {
					open.push(target);
				}
			});
		}
		return reached;
	}

	@Test
	void everyComponentIsUsed() {
		List<String> references = new ArrayList<>();
		visit(this.document, (name, node) -> {
			if (name.equals("$ref")) {
				references.add(node.asString());
			}
		});
		for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
			this.document.at("/components/" + kind)
				.propertyNames()
				.forEach((name) -> assertThat(references).contains("#/components/" + kind + "/" + name));
		}
	}

	@Test
	void everyOperationSaysWhatItTakesAndWhatGoesWrong() {
		operations((operation, node) -> {
			assertThat(node.path("operationId").asString()).as(operation).isNotEmpty();
			assertThat(node.path("summary").asString()).as(operation).endsWith(".");
			assertThat(node.path("responses").propertyNames()).as(operation)
				.contains("400", "401", "403", "406", "500", "503");
			if (node.has("requestBody")) {
				assertThat(node.path("responses").propertyNames()).as(operation).contains("413", "415");
			}
		});
	}

	@Test
	void everyProblemIsProblemDetails() {
		this.document.at("/components/responses")
			.properties()
			.forEach((response) -> assertThat(response.getValue().path("content").propertyNames()).as(response.getKey())
				.containsExactly("application/problem+json"));
	}

	@Test
	void examplesOfRequestsAreValid() {
		operations((operation, node) -> {
			JsonNode json = node.at("/requestBody/content/application~1json");
			List<JsonNode> examples = new ArrayList<>();
			json.path("examples").forEach((example) -> examples.add(example.get("value")));
			if (json.has("example")) {
				examples.add(json.get("example"));
			}
			examples
				.forEach((example) -> assertThat(schema(json.get("schema")).validate(example)).as(operation).isEmpty());
		});
	}

	/** The schema with all components within its reach. */
	private Schema schema(JsonNode schema) {
		ObjectNode whole = schema.deepCopy().asObject();
		whole.set("components", this.document.get("components"));
		return schemas.getSchema(whole);
	}

	private void operations(BiConsumer<String, JsonNode> check) {
		this.document.get("paths")
			.properties()
			.forEach((path) -> path.getValue()
				.properties()
				.stream()
				.filter((entry) -> entry.getValue().isObject())
				.forEach((entry) -> check.accept(entry.getKey() + " " + path.getKey(), entry.getValue())));
	}

	private static void visit(JsonNode node, BiConsumer<String, JsonNode> visitor) {
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			visitor.accept(property.getKey(), property.getValue());
		}
		node.forEach((child) -> visit(child, visitor));
	}

	private static JsonNode document() {
		return new JsonMapper().readTree(new ApiDescriptionController().json().getBody());
	}

}
