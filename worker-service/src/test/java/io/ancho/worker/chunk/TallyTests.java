package io.ancho.worker.chunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Output;
import io.ancho.events.PartialMoments;
import io.ancho.events.SequenceFailure;
import io.ancho.events.Target;
import io.ancho.worker.LoadedModels;
import io.ancho.worker.python.ModelFault;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.Slice;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TallyTests {

	private static final Runner.Loaded MODEL = LoadedModels.PLAIN;

	private static final Percentage CLOSE = Percentage.withPercentage(1e-10);

	@Test
	void addsUpTheMomentsOfManySlices() {
		Random random = new Random(1);
		double[] x = random.doubles(50_000, 1e6, 1e6 + 1).toArray();
		Tally tally = new Tally(chunk(50_000, false));
		for (int from = 0; from < x.length; from += 12_500) {
			tally.add(
					slice(from, List.of(new Output("x", null)), List.of(), Arrays.copyOfRange(x, from, from + 12_500)));
		}

		PartialMoments moments = moments(tally.report("e", 1, "bubblewrap"));

		double mean = Arrays.stream(x).map((v) -> v - 1e6).average().orElseThrow();
		double m2 = Arrays.stream(x).map((v) -> v - 1e6 - mean).map((d) -> d * d).sum();
		assertThat(tally.isComplete()).isTrue();
		assertThat(moments.count()).isEqualTo(50_000);
		assertThat(moments.mean()).isCloseTo(1e6 + mean, CLOSE);
		assertThat(moments.m2()).isCloseTo(m2, Percentage.withPercentage(1e-6));
		assertThat(moments.min()).isEqualTo(Arrays.stream(x).min().orElseThrow());
		assertThat(moments.max()).isEqualTo(Arrays.stream(x).max().orElseThrow());
	}

	@Test
	void countsHitsOfScalarsAndElementsButNotOfFailedSequences() {
		Tally tally = new Tally(
				chunk(3, false, new Target("other", "x", "!=", 1), new Target("second", "v[1]", ">", 5)));
		SequenceFailure failure = new SequenceFailure(1, "ValueError", "no", null);
		double nan = Double.NaN;
		tally.add(slice(0, List.of(new Output("x", null), new Output("v", 2)), List.of(failure), 1, nan, 2, 0, 6, nan,
				nan, 9, 5));

		ChunkCompleted report = tally.report("e", 1, "bubblewrap");

		assertThat(report.hits()).containsExactlyInAnyOrderEntriesOf(Map.of("other", 1L, "second", 1L));
		assertThat(report.trials()).containsExactlyInAnyOrderEntriesOf(Map.of("other", 2L, "second", 2L));
		assertThat(report.failed()).isEqualTo(1);
		assertThat(report.firstFailure()).isEqualTo(failure);
		assertThat(moments(report).count()).isEqualTo(2);
	}

	@Test
	void reportsNoMomentsThatJsonCannotSay() {
		Tally tally = new Tally(chunk(2, false));
		tally.add(slice(0, List.of(new Output("x", null)), List.of(), Double.NaN, Double.POSITIVE_INFINITY));
		assertThat(moments(tally.report("e", 1, "bubblewrap"))).isEqualTo(new PartialMoments(0, 1, 1, 1, 0, 0, 0, 0));
	}

	@Test
	void aValueThatIsNotANumberIsNoTrialAndAnInfiniteOneIs() {
		Tally tally = new Tally(chunk(3, false, new Target("other", "x", "!=", 1), new Target("large", "x", ">", 5)));
		tally.add(slice(0, List.of(new Output("x", null)), List.of(), Double.NaN, Double.POSITIVE_INFINITY, 1));
		ChunkCompleted report = tally.report("e", 1, "bubblewrap");
		assertThat(report.hits()).containsExactlyInAnyOrderEntriesOf(Map.of("other", 1L, "large", 1L));
		assertThat(report.trials()).containsExactlyInAnyOrderEntriesOf(Map.of("other", 2L, "large", 2L));
	}

	@Test
	void isCompleteWithAnythingOfAPilot() {
		Tally tally = new Tally(chunk(100, true));
		assertThat(tally.isComplete()).isFalse();
		tally.add(slice(0, List.of(new Output("x", null)), List.of(), 1, 2));
		assertThat(tally.isComplete()).isTrue();
		assertThat(tally.report("e", 1, "bubblewrap").count()).isEqualTo(2);
	}

	@Test
	void saysWhichOutputsThereAreIfATargetNamesAnother() {
		List<Output> outputs = List.of(new Output("x", null), new Output("v", 3));
		for (String name : List.of("y", "v", "v[3]", "x[0]", "v[-1]", "v[99999999999]")) {
			assertThatExceptionOfType(ModelFault.class).isThrownBy(() -> Column.named(name, outputs))
				.withMessageContaining(name)
				.withMessageContaining("x, v[0] … v[2]")
				.satisfies((fault) -> assertThat(fault.kind()).isEqualTo(Cause.OUTPUTS));
		}
	}

	private static PartialMoments moments(ChunkCompleted report) {
		return Objects.requireNonNull(report.moments().get("x"));
	}

	private static Chunk chunk(int count, boolean pilot, Target... targets) {
		return new Chunk("run", "keyspace", new Chunk.Model("sha256:0", "m:f", "/"), Map.of(), 42, 1024, 0, count,
				pilot, List.of(targets), Duration.ofSeconds(30), 0, null, null);
	}

	private static Slice slice(long first, List<Output> outputs, List<SequenceFailure> failures, double... values) {
		int width = outputs.stream().mapToInt(Output::width).sum();
		ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		Arrays.stream(values).forEach(bytes::putDouble);
		return new Slice(first, values.length / width, 0.1, outputs, failures, MODEL, bytes.flip(), false);
	}

}
