package io.ancho.worker.chunk;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.Output;
import io.ancho.events.PartialMoments;
import io.ancho.events.SequenceFailure;
import io.ancho.events.Target;
import io.ancho.worker.python.Runner;
import io.ancho.worker.python.Slice;
import org.jspecify.annotations.Nullable;

/**
 * The partial statistics of a chunk, added up slice by slice.
 */
final class Tally {

	private final Chunk chunk;

	private final Map<String, PartialMoments> moments = new LinkedHashMap<>();

	private final Map<String, Long> hits = new LinkedHashMap<>();

	private final Map<String, Long> trials = new LinkedHashMap<>();

	private List<Output> outputs = List.of();

	private long end;

	private double seconds;

	private long failed;

	private @Nullable SequenceFailure firstFailure;

	private Runner.@Nullable Loaded model;

	Tally(Chunk chunk) {
		this.chunk = chunk;
		this.end = chunk.first();
		chunk.targets().forEach((target) -> {
			this.hits.put(target.name(), 0L);
			this.trials.put(target.name(), 0L);
		});
	}

	/**
	 * The sequence the next slice begins with.
	 */
	long end() {
		return this.end;
	}

	/**
	 * Whether nothing is left to compute: all sequences are there or, of a pilot, some.
	 */
	boolean isComplete() {
		return isEnd(this.end);
	}

	/**
	 * Whether nothing is left to compute after a slice, the next one.
	 */
	boolean isCompletedBy(Slice slice) {
		return isEnd(slice.end());
	}

	private boolean isEnd(long end) {
		return end == this.chunk.first() + this.chunk.count() || (this.chunk.pilot() && end > this.chunk.first());
	}

	/**
	 * How many sequences failed so far.
	 */
	long failed() {
		return this.failed;
	}

	/**
	 * The first of them.
	 */
	@Nullable SequenceFailure firstFailure() {
		return this.firstFailure;
	}

	/**
	 * Adds the next slice.
	 * @throws io.ancho.worker.python.ModelFault if a target names no output
	 */
	void add(Slice slice) {
		this.end = slice.end();
		this.model = slice.model();
		this.seconds += slice.seconds();
		this.failed += slice.failures().size();
		if (this.firstFailure == null && !slice.failures().isEmpty()) {
			this.firstFailure = slice.failures().get(0);
		}
		if (!slice.outputs().isEmpty()) {
			this.outputs = slice.outputs();
			addMoments(slice);
			addHits(slice);
		}
	}

	private void addMoments(Slice slice) {
		for (int i = 0; i < this.outputs.size(); i++) {
			Output output = this.outputs.get(i);
			if (output.length() == null) {
				PartialMoments more = LiveMoments.of(slice.values(i).asDoubleBuffer(), slice.failures().size());
				this.moments.merge(output.name(), more, PartialMoments::merge);
			}
		}
	}

	private void addHits(Slice slice) {
		BitSet failedHere = new BitSet(slice.count());
		slice.failures().forEach((failure) -> failedHere.set((int) (failure.sequence() - slice.first())));
		for (Target target : this.chunk.targets()) {
			Column.Values values = Column.named(target.output(), this.outputs).in(slice);
			long met = 0;
			long tried = 0;
			for (int k = 0; k < slice.count(); k++) {
				double value = values.at(k);
				boolean isTrial = !failedHere.get(k) && !Double.isNaN(value);
				tried += isTrial ? 1 : 0;
				met += (isTrial && target.test(value)) ? 1 : 0;
			}
			this.hits.merge(target.name(), met, Long::sum);
			this.trials.merge(target.name(), tried, Long::sum);
		}
	}

	/**
	 * The report of the chunk.
	 */
	ChunkCompleted report(String executor, int slots, String sandbox) {
		Runner.Loaded model = Objects.requireNonNull(this.model, "no slice was added");
		return new ChunkCompleted(this.chunk.run(), executor, slots, this.chunk.first(),
				Math.toIntExact(this.end - this.chunk.first()), this.seconds, this.failed, this.firstFailure,
				new ChunkCompleted.LoadedModel(model.batch(), this.outputs, model.python(), model.packages(), sandbox,
						(this.chunk.environment() != null) ? null : model.environment()),
				this.moments, this.hits, this.trials);
	}

}
