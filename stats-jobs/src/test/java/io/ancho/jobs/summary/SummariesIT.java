package io.ancho.jobs.summary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.jobs.results.InvalidResultsException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SummariesIT {

	private static final ObjectMapper mapper = new ObjectMapper();

	private static final List<Output> outputs = List.of(new Output("income", null), new Output("loss", null),
			new Output("years", null), new Output("path", 3));

	private static final List<Target> targets = List.of(new Target("gain", "loss", "<", 0.5),
			new Target("third", "path[2]", ">=", 0));

	private static StoredRun stored;

	@BeforeAll
	static void createKeyspace() {
		stored = new StoredRun();
	}

	@AfterAll
	static void dropKeyspace() {
		stored.close();
	}

	@Test
	void theGoldenDataGivesWhatNumPyAndSciPyGive() throws IOException {
		for (Output output : outputs) {
			stored.write("golden", output, golden(output.name()), 7, new Random(1));
		}
		stored.fail("golden", List.of(0, 17, 900, 1499));
		Request request = new Request("golden", stored.keyspace(), 1500, outputs, targets,
				List.of(0.001, 0.05, 0.5, 0.95));
		String summary = withSpark("local[2]", (summaries) -> json(summaries, request));
		assertSame("", mapper.readTree(summary), mapper.readTree(resource("summary.json")));
	}

	@Test
	void theBytesDoNotDependOnChunksNorOnTheNumberOfTasksAtATime() {
		int n = 200_000;
		Random random = new Random(2);
		double[] income = random.doubles(n).map((u) -> 1e6 + Math.log(u)).toArray();
		double[] loss = random.doubles(n).map((u) -> Math.floor(u * 9) / u).toArray();
		double[] path = random.doubles(3 * n).map((u) -> 1 / (u - 0.5)).toArray();
		Set<String> summaries = new HashSet<>();
		for (int layout = 0; layout < 3; layout++) {
			String run = "layout" + layout;
			stored.write(run, outputs.get(0), income, 5 + 40 * layout, new Random(layout));
			stored.write(run, outputs.get(1), loss, 30, new Random(layout + 1));
			stored.write(run, outputs.get(3), path, 100 - 40 * layout, new Random(layout + 2));
			stored.fail(run, List.of(5, 65_535, 65_536, 199_999));
			Request request = new Request(run, stored.keyspace(), n,
					List.of(outputs.get(0), outputs.get(1), outputs.get(3)), targets, List.of(0.01, 0.5));
			summaries.add(withSpark("local[" + (1 + 2 * layout) + "]", (s) -> json(s, request)));
		}
		assertThat(summaries).hasSize(1);
	}

	@Test
	void aPrefixOfTheStoredSequencesCanBeSummarised() throws IOException {
		stored.write("prefix", outputs.get(0), new double[] { 1, 2, 3, 4, 5, 6 }, 2, new Random(1));
		Request request = new Request("prefix", stored.keyspace(), 4, outputs.subList(0, 1), List.of(), List.of(0.5));
		JsonNode income = mapper.readTree(withSpark("local[1]", (s) -> json(s, request))).at("/outputs/income");
		assertThat(income.at("/mean").asDouble()).isEqualTo(2.5);
		assertThat(income.at("/quantiles/0/ci95").toString()).isEqualTo("[null,null]");
		assertThat(income.at("/histogram/counts").toString()).isEqualTo("[1,1,1,1]");
	}

	@Test
	void whatIsWrongWithTheResultsIsSaid() {
		stored.range("gap", outputs.get(0), new double[100], 0, 40);
		stored.range("gap", outputs.get(0), new double[100], 41, 100);
		stored.range("failed", outputs.get(0), new double[2], 0, 2);
		stored.fail("failed", List.of(0, 1));
		withSpark("local[2]", (summaries) -> {
			assertRefused(summaries, "gap", 100, List.of(), "output income: sequence 40 has no result");
			assertRefused(summaries, "failed", 2, List.of(), "no sequence succeeded");
			assertRefused(summaries, "failed", 2, targets, "target gain: there is no scalar output or element loss");
			return "";
		});
	}

	private static void assertRefused(Summaries summaries, String run, long sequences, List<Target> targets,
			String message) {
		Request request = new Request(run, stored.keyspace(), sequences, outputs.subList(0, 1), targets, List.of(0.5));
		assertThatThrownBy(() -> summaries.summarise(request)).isInstanceOf(InvalidResultsException.class)
			.hasMessageStartingWith(message);
	}

	private static String json(Summaries summaries, Request request) {
		try {
			return mapper.writeValueAsString(summaries.summarise(request));
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String withSpark(String master, Function<Summaries, String> work) {
		SparkConf conf = new SparkConf().setMaster(master)
			.setAppName("SummariesIT")
			.set("spark.ui.enabled", "false")
			.set("spark.cassandra.connection.host", StoredRun.address().getHostString())
			.set("spark.cassandra.connection.port", String.valueOf(StoredRun.address().getPort()));
		try (JavaSparkContext spark = new JavaSparkContext(conf)) {
			return work.apply(new Summaries(spark));
		}
	}

	/** Equal, but for the last digits of numbers that are not integers. */
	private static void assertSame(String path, JsonNode actual, JsonNode expected) {
		if (expected.isDouble()) {
			double value = expected.asDouble();
			assertThat(actual.asDouble()).as(path).isCloseTo(value, within(1e-14 + Math.abs(value) * 1e-11));
		}
		else if (expected.isContainerNode()) {
			assertThat(actual.size()).as(path).isEqualTo(expected.size());
			List<String> names = new ArrayList<>();
			expected.fieldNames().forEachRemaining(names::add);
			names.forEach((name) -> assertSame(path + "/" + name, actual.path(name), expected.path(name)));
			for (int i = 0; expected.isArray() && i < expected.size(); i++) {
				assertSame(path + "/" + i, actual.path(i), expected.path(i));
			}
		}
		else {
			assertThat(actual).as(path).isEqualTo(expected);
		}
	}

	private static double[] golden(String output) throws IOException {
		DoubleBuffer values = ByteBuffer.wrap(resource(output + ".f64"))
			.order(ByteOrder.LITTLE_ENDIAN)
			.asDoubleBuffer();
		double[] array = new double[values.remaining()];
		values.get(array);
		assertThat(Arrays.stream(array).filter(Double::isNaN).count()).isPositive();
		return array;
	}

	private static byte[] resource(String name) throws IOException {
		try (InputStream in = SummariesIT.class.getResourceAsStream("/golden/" + name)) {
			return Objects.requireNonNull(in).readAllBytes();
		}
	}

}
