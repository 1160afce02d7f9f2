package io.ancho.stats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import io.ancho.events.Output;
import io.ancho.events.Provenance;
import io.ancho.events.ResultLayout;
import io.ancho.events.SequencesCompleted;
import io.ancho.events.Target;
import org.jspecify.annotations.Nullable;

/**
 * A run whose results are written into Cassandra as executors do: in rows of random
 * sizes, some of which overlap.
 */
final class StoredRun {

	final String id;

	final int sequences;

	final Map<Output, double[]> outputs = new LinkedHashMap<>();

	final TreeMap<Integer, String> failures = new TreeMap<>();

	StoredRun(String id, int sequences) {
		this.id = id;
		this.sequences = sequences;
	}

	StoredRun output(String name, @Nullable Integer length, double... values) {
		this.outputs.put(new Output(name, length), values);
		return this;
	}

	StoredRun random(String name, @Nullable Integer length, Random random) {
		int width = (length != null) ? length : 1;
		return output(name, length,
				random.doubles((long) width * this.sequences).map((u) -> Math.log(u) / u).toArray());
	}

	StoredRun fails(int sequence, String message) {
		this.failures.put(sequence, message);
		this.outputs.forEach((output, values) -> {
			for (int i = 0; i < output.width(); i++) {
				values[sequence * output.width() + i] = Double.NaN;
			}
		});
		return this;
	}

	void write(CqlSession session, String keyspace, Random random) {
		this.outputs.forEach((output, values) -> {
			List<Integer> cuts = new ArrayList<>(random.ints(12, 0, this.sequences).sorted().boxed().toList());
			cuts.add(0, 0);
			cuts.add(this.sequences);
			for (int i = 1; i < cuts.size(); i++) {
				int back = random.nextInt(1 + Math.min(20, cuts.get(i - 1)));
				range(session, keyspace, output, values, cuts.get(i - 1) - back, cuts.get(i));
			}
		});
		this.failures.forEach((sequence,
				message) -> session.execute("INSERT INTO " + keyspace
						+ ".failures (run, bucket, sequence, error_type, message) VALUES (?, ?, ?, 'ValueError', ?)",
						this.id, ResultLayout.failureBucket(sequence), (long) sequence, message));
	}

	void log(CqlSession session, String keyspace, String text) {
		session.execute("INSERT INTO " + keyspace + ".logs (run, at, executor, text) VALUES (?, ?, 'e', ?)", this.id,
				Uuids.timeBased(), text);
	}

	SequencesCompleted event(String owner, String keyspace, Target... targets) {
		return new SequencesCompleted(this.id, owner, keyspace, this.sequences, this.failures.size(),
				List.copyOf(this.outputs.keySet()), List.of(targets), List.of(0.05, 0.5),
				new Provenance("sha256:0", Map.of("archive", "sha256:0"), 42, "3.11.7", Map.of("numpy", "2.4.0"),
						"0.1.0", "bubblewrap", null, null),
				Instant.EPOCH);
	}

	/** The run document, as run-service gives it. */
	Map<String, Object> document(String state, long contiguous) {
		return Map.of("id", this.id, "state", state, "sequences", this.sequences, "outputs", this.outputs.keySet(),
				"progress", Map.of("failed", this.failures.size(), "contiguous", contiguous), "labels", Map.of(),
				"model", Map.of("id", "sha256:0", "name", "m", "entrypoint", "m:f"), "seed", 42, "starting_values",
				Map.of("balance", 1.5));
	}

	private void range(CqlSession session, String keyspace, Output output, double[] values, int from, int to) {
		int width = output.width();
		int bucketSize = ResultLayout.bucketSize(width);
		for (int first = from; first < to;) {
			int end = Math.min(to,
					Math.min(first + ResultLayout.maxRowSequences(width), (first / bucketSize + 1) * bucketSize));
			ByteBuffer blob = ByteBuffer.allocate((end - first) * width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
			blob.asDoubleBuffer().put(values, first * width, (end - first) * width);
			session.execute(
					"INSERT INTO " + keyspace
							+ ".results (run, output, bucket, first_sequence, count, values) VALUES (?, ?, ?, ?, ?, ?)",
					this.id, output.name(), ResultLayout.bucket(first, width), (long) first, end - first, blob);
			first = end;
		}
	}

}
