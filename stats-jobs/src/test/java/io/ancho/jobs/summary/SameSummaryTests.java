package io.ancho.jobs.summary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.jobs.results.StoredValues;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spark's summaries of awkward data against those that the Python package makes of it.
 */
class SameSummaryTests {

	private static final ObjectMapper mapper = new ObjectMapper();

	private static JavaSparkContext spark;

	@BeforeAll
	static void startSpark() {
		spark = new JavaSparkContext(new SparkConf().setMaster("local[2]")
			.setAppName("SameSummaryTests")
			.set("spark.ui.enabled", "false")
			.set("spark.driver.host", "127.0.0.1")
			.set("spark.driver.bindAddress", "127.0.0.1"));
	}

	@AfterAll
	static void stopSpark() {
		spark.close();
	}

	static Stream<JsonNode> cases() throws IOException {
		InputStream file = Objects
			.requireNonNull(SameSummaryTests.class.getResourceAsStream("/golden/awkward.json.gz"));
		try (InputStream in = new GZIPInputStream(file)) {
			return StreamSupport.stream(mapper.readTree(in).spliterator(), false);
		}
	}

	@ParameterizedTest(name = "case {index}")
	@MethodSource("cases")
	void everyNumberIsThatOfPythonToTheLastBit(JsonNode data) throws IOException {
		for (boolean isDistributed : new boolean[] { true, false }) {
			Map<String, ?> summary = new Summaries(spark).summarise(request(data), new Repeated(data), isDistributed,
					new Cancellation());
			assertSame(data.required("name").asText(), mapper.readTree(mapper.writeValueAsBytes(summary)),
					data.required("summary"));
		}
	}

	private static Request request(JsonNode data) {
		List<Output> outputs = new ArrayList<>();
		data.required("outputs").forEach((output) -> outputs.add(output(output)));
		List<Target> targets = new ArrayList<>();
		data.required("targets")
			.forEach((target) -> targets
				.add(new Target(target.required("name").asText(), target.required("output").asText(),
						target.required("op").asText(), target.required("value").asDouble())));
		List<Double> quantiles = new ArrayList<>();
		data.required("quantiles").forEach((p) -> quantiles.add(p.asDouble()));
		return new Request("run", "keyspace", data.required("sequences").asLong(), outputs, targets, quantiles);
	}

	private static Output output(JsonNode output) {
		JsonNode length = output.required("length");
		return new Output(output.required("name").asText(), length.isInt() ? length.asInt() : null);
	}

	private static void assertSame(String path, JsonNode actual, JsonNode expected) {
		assertThat(actual.getNodeType()).as(path).isEqualTo(expected.getNodeType());
		if (expected.isObject()) {
			assertThat(actual.fieldNames()).toIterable().as(path).containsExactlyElementsOf(expected::fieldNames);
			expected.fieldNames()
				.forEachRemaining((name) -> assertSame(path + "/" + name, actual.path(name), expected.path(name)));
		}
		else if (expected.isArray()) {
			assertThat(actual.size()).as(path).isEqualTo(expected.size());
			for (int i = 0; i < expected.size(); i++) {
				assertSame(path + "/" + i, actual.path(i), expected.path(i));
			}
		}
		else if (expected.isNumber()) {
			assertThat(actual.isIntegralNumber()).as(path).isEqualTo(expected.isIntegralNumber());
			assertThat(Double.doubleToLongBits(actual.asDouble())).as("%s: %s is %s", path, actual, expected)
				.isEqualTo(Double.doubleToLongBits(expected.asDouble()));
		}
		else {
			assertThat(actual).as(path).isEqualTo(expected);
		}
	}

	/**
	 * Results that lie in memory: an output's values, repeated as often as it takes.
	 */
	private static final class Repeated implements StoredValues {

		private static final long serialVersionUID = 1;

		private final HashMap<String, double[]> values = new HashMap<>();

		private final BitSet failed = new BitSet();

		Repeated(JsonNode data) {
			data.required("failed").forEach((sequence) -> this.failed.set(sequence.asInt()));
			data.required("outputs")
				.forEach((output) -> this.values.put(output.required("name").asText(),
						doubles(output.required("values"))));
		}

		private static double[] doubles(JsonNode values) {
			DoubleBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(values.asText()))
				.order(ByteOrder.LITTLE_ENDIAN)
				.asDoubleBuffer();
			double[] array = new double[buffer.remaining()];
			buffer.get(array);
			return array;
		}

		@Override
		public double[] values(String output, int width, long first, int count) {
			double[] all = Objects.requireNonNull(this.values.get(output));
			double[] values = new double[count * width];
			for (int i = 0; i < values.length; i++) {
				values[i] = all[(int) ((first * width + i) % all.length)];
			}
			return values;
		}

		@Override
		public BitSet failed(long first, int count) {
			return this.failed.get((int) first, (int) first + count);
		}

	}

}
