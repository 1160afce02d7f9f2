package io.ancho.run.submission;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.Numerics;
import io.ancho.events.ExecutorSpec;
import io.ancho.events.Placement;
import io.ancho.events.Target;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.request.RequestJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RunRequestReaderTests {

	private static final String ID = "sha256:" + "0".repeat(64);

	private static RunRequest read(String json) {
		return RunRequestReader.read(RequestJson.parse(json.getBytes(StandardCharsets.UTF_8)));
	}

	private static String with(String more) {
		return "{\"model\": {\"id\": \"" + ID + "\"}, \"sequences\": 100" + (more.isEmpty() ? "" : ", " + more) + "}";
	}

	@Test
	void theDefaultsAreThoseOfTheContract() {
		assertThat(read(with(""))).isEqualTo(
				new RunRequest(null, ID, Map.of(), 100, null, 1024, List.of(), List.of(0.05, 0.25, 0.5, 0.75, 0.95),
						Placement.POOL, null, Duration.ofSeconds(30), null, 0, Map.of(), Numerics.PORTABLE, true));
	}

	@Test
	void everyFieldIsRead() {
		assertThat(read(with("""
				"name": "n", "starting_values": {"a": 1, "b": 2.5, "c": [true, "x"]}, "seed": 9223372036854775807,
				"block_size": 7, "targets": [{"name": "t", "output": "path[3]", "op": ">=", "value": 0.01}],
				"quantiles": [0.5], "executors": {"count": 2, "constraints": [["zone", "LIKE", "z1"]]},
				"sequence_timeout": "PT1S", "timeout": "PT2H", "max_failures": 100, "labels": {"study": "s"},
				"numerics": "native", "reproducible": false
				"""))).isEqualTo(new RunRequest("n", ID, Map.of("a", 1, "b", 2.5, "c", List.of(true, "x")), 100,
				Long.MAX_VALUE, 7, List.of(new Target("t", "path[3]", ">=", 0.01)), List.of(0.5), Placement.DEDICATED,
				new ExecutorSpec(2, 1, 1024, 0, null, List.of(List.of("zone", "LIKE", "z1"))), Duration.ofSeconds(1),
				Duration.ofHours(2), 100, Map.of("study", "s"), Numerics.NATIVE, false));
	}

	@Test
	void dedicatedPlacementWithoutExecutorsIsOneOfTheDefaultSize() {
		assertThat(read(with("\"placement\": \"dedicated\"")).executors())
			.isEqualTo(new ExecutorSpec(1, 1, 1024, 0, null, List.of()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			"seed": -1                                     | seed: must be at least 0
			"seed": 9223372036854775808                    | seed: must be at most 9223372036854775807
			"seed": 1.5                                    | seed: must be a whole number
			"seed": 1e999999999                            | seed: must be a whole number
			"seed": "1"                                    | seed: must be a whole number
			"block_size": 0                                | block_size: must be at least 1
			"block_size": 65537                            | block_size: must be at most 65536
			"max_failures": 101                            | max_failures: must be at most 100
			"name": " "                                    | name: must be text of 1 to 200 characters
			"name": 5                                      | name: must be text of 1 to 200 characters
			"timeout": "2h"                                | timeout: must be an ISO 8601 duration
			"timeout": 5                                   | timeout: must be an ISO 8601 duration
			"sequence_timeout": "PT0S"                     | sequence_timeout: must be longer than nothing
			"placement": "moon"                            | placement: must be "dedicated" or "pool"
			"placement": "pool", "executors": {}           | placement: cannot be "pool" where executors are named
			"executors": 3                                 | executors: must be an object
			"executors": {"count": 0}                      | executors.count: must be at least 1
			"executors": {"cpu": 1}                        | executors.cpu: is not a field
			"executors": {"constraints": [["zone"]]}       | executors.constraints[0]: must be a list of two or three
			"executors": {"constraints": [["zone", "NEAR", "z"]]}  | executors.constraints[0]: must have one of UNIQUE
			"executors": {"constraints": [["zone", "LIKE", "("]]}  | executors.constraints[0]: LIKE needs a regular
			"executors": {"constraints": [["zone", "MAX_PER"]]}    | executors.constraints[0]: MAX_PER needs a whole
			"name": "a\\u0000b"                             | name: must not have U+0000 NULL
			"labels": {"a": "b\\nc"}                        | labels.a: must not have U+000A LINE FEED
			"starting_values": {"a": {"b": 1}}             | starting_values.a: must be a number, true or false
			"starting_values": {"a": [null]}               | starting_values.a: must be a number, true or false
			"quantiles": [0.5, 1]                          | quantiles[1]: must be a probability
			"quantiles": [0.5, 0.5]                        | quantiles[1]: must be a probability
			"quantiles": 0.5                               | quantiles: must be a list
			"labels": {"a": 1}                             | labels.a: must be text
			"labels": {"a:b": "c"}                         | labels.a:b: must be text
			"starting_values": [1]                         | starting_values: must be an object
			"starting_values": {"a": 1e999}                | starting_values.a: is too large for a number
			"targets": [{}]                                | targets[0].name: is required
			"targets": [1]                                 | targets[0]: must be an object
			"targets": [{"name": "t", "output": "x", "op": "=>", "value": 0}]   | targets[0].op: must be one of
			"targets": [{"name": "t", "output": "x[a]", "op": ">", "value": 0}] | targets[0].output: must be
			"targets": [{"name": "t", "output": "x", "op": ">", "value": "0"}]  | targets[0].value: must be a number
			"stop_when": {}                                | stop_when: is not a field of this request
			""")
	void whatIsWrongIsNamed(String fields, String message) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(with(fields)))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "UNIQUE", "CLUSTER", "GROUP_BY", "LIKE:z.*", "UNLIKE:z", "MAX_PER:2", "GROUP_BY:3", "IS:z" })
	void theOperatorsOfConstraintsAreMarathons(String operator) {
		String constraint = "[\"zone\", \"" + operator.replace(":", "\", \"") + "\"]";
		assertThat(read(with("\"executors\": {\"constraints\": [" + constraint + "]}")).executors()).isNotNull()
			.extracting(ExecutorSpec::constraints)
			.isEqualTo(List.of(List.of(("zone:" + operator).split(":"))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'',
			textBlock = """
					{"a": 1} {}                    | not valid JSON: there is more behind the object (line 1, column 10)
					{"a": NaN}                     | not valid JSON: Non-standard token 'NaN' (line
					{"a": 1 /* one */}             | not valid JSON: Unexpected character ('/' (code 47)) (line
					{"a": 1                        | not valid JSON: Unexpected end-of-input: expected close marker for Object (line
					{"a": {"b": 1, "b": 2}}        | not valid JSON: Duplicate Object property "b" (line
					{"a": ["\\ud800"]}              | has half of a surrogate pair
					{"\\udc00": 1}                  | low surrogate in property name
					""")
	void whatIsNoJsonIsToldWithoutTheParsersJargon(String json, String message) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(json)).withMessageContaining(message);
	}

	@Test
	void deepNestingAndEndlessNumbersAreRefused() {
		for (String json : List.of("[".repeat(10_000), "{\"a\": " + "1".repeat(10_000) + "}")) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(json))
				.withMessageContaining("nests deeper than 100 levels, or has a number of more than 400 digits");
		}
	}

	@Test
	void numbersBeyondDoublesAreRefused() {
		String huge = "1" + "0".repeat(309);
		for (String fields : List.of("\"starting_values\": {\"a\": " + huge + "}", "\"quantiles\": [" + huge + "]",
				"\"targets\": [{\"name\": \"t\", \"output\": \"x\", \"op\": \">\", \"value\": " + huge + "}]")) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(with(fields)))
				.satisfies((ex) -> assertThat(ex.fields()).hasSize(1));
		}
	}

	@Test
	void allThatIsWrongIsNamedAtOnce() {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> read("{\"sequences\": 0, \"model\": {\"id\": \"x\", \"y\": 1}, \"colour\": \"red\"}"))
			.satisfies((ex) -> assertThat(ex.fields()).extracting("field")
				.containsExactlyInAnyOrder("sequences", "model.id", "model.y", "colour"));
	}

	@Test
	void modelAndSequencesAreRequired() {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read("{}"))
			.withMessageContainingAll("model: is required", "sequences: is required");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "5", "null", "{\"a\": 1, \"a\": 2}", "{} {}", "{\"a\": NaN}" })
	void whatIsNoStrictJsonObjectIsRefused(String body) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> RequestJson.parse(body.getBytes(StandardCharsets.UTF_8)))
			.withMessageStartingWith("the body");
	}

	@Test
	void theDigestOfARequestIgnoresSpacesAndOrder() {
		assertThat(digest("{\"a\": {\"x\": 1, \"y\": 2}, \"b\": 3}"))
			.isEqualTo(digest("{\"b\":3,\"a\":{\"y\":2,\"x\":1}}"))
			.isNotEqualTo(digest("{\"b\":3,\"a\":{\"y\":2,\"x\":2}}"));
	}

	private static String digest(String json) {
		return RequestJson.digest(RequestJson.parse(json.getBytes(StandardCharsets.UTF_8)));
	}

}
