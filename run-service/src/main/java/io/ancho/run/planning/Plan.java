package io.ancho.run.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;

/**
 * A run's chunks: which to hand out next, which have come in, and what is known by that.
 * Not safe for use by several threads at once.
 */
public final class Plan {

	/**
	 * No more chunks than this are outstanding, however many slots were asked for.
	 */
	public static final int MAX_OUTSTANDING = 20_000;

	private static final int CHUNKS_PER_SLOT = 3;

	private final long total;

	private final ChunkSizer sizer;

	private final Ledger ledger;

	private final RateWindow rate;

	private @Nullable Pace pace;

	private @Nullable SequenceFailure latestFailure;

	/**
	 * The plan of a run none of whose chunks has been planned.
	 * @param total the run's sequences
	 * @param blockSize sequences in a batch model's block
	 * @param start from when the rate is reckoned
	 */
	public Plan(long total, int blockSize, Instant start) {
		this.total = total;
		this.sizer = new ChunkSizer(blockSize);
		this.ledger = new Ledger(total);
		this.rate = new RateWindow(start);
	}

	/**
	 * Plans as many chunks as are due in a queue of the run's own: the pilot alone, and
	 * after it up to three for each slot.
	 * @param slots how many slots there are
	 * @param model what is known of the model, or null before the pilot has come in
	 * @return the new chunks, now outstanding
	 */
	public List<PlannedChunk> plan(int slots, @Nullable LoadedModel model) {
		return plan(slots, model, CHUNKS_PER_SLOT * slots - this.ledger.outstandingCount());
	}

	/**
	 * Plans chunks: the pilot alone, and others after it.
	 * @param slots how many slots there are
	 * @param model what is known of the model, or null before the pilot has come in
	 * @param most how many chunks at most
	 * @return the new chunks, now outstanding
	 */
	public List<PlannedChunk> plan(int slots, @Nullable LoadedModel model, int most) {
		List<PlannedChunk> planned = new ArrayList<>();
		while (planned.size() < most && plannable() > 0) {
			planned.add(this.ledger.plan(size(slots, model)));
		}
		return planned;
	}

	/**
	 * How many more chunks could be planned now.
	 * @return one as long as that is the pilot, and otherwise as many as there may be;
	 * fewer may be left
	 */
	public int plannable() {
		if (this.ledger.unplanned() == 0 || this.ledger.pilotIsOut()) {
			return 0;
		}
		return this.ledger.isUntouched() ? 1 : Math.max(0, MAX_OUTSTANDING - this.ledger.outstandingCount());
	}

	private int size(int slots, @Nullable LoadedModel model) {
		if (this.pace == null || model == null) {
			return this.sizer.pilot();
		}
		return this.sizer.next(this.ledger.unplanned(), slots, this.pace, model.batch(), model.outputs());
	}

	/**
	 * An outstanding chunk.
	 * @param first its first sequence
	 * @return the chunk, or nothing if none is outstanding there
	 */
	public Optional<PlannedChunk> outstanding(long first) {
		return Optional.ofNullable(this.ledger.outstanding(first));
	}

	/**
	 * All outstanding chunks.
	 * @return a copy, in order
	 */
	public Collection<PlannedChunk> outstanding() {
		return this.ledger.outstanding();
	}

	/**
	 * How many chunks are left once all have been planned.
	 * @return those outstanding; null while more are to be planned, or may be
	 */
	public @Nullable Integer left() {
		boolean more = this.ledger.unplanned() > 0 || this.ledger.pilotIsOut();
		return more ? null : this.ledger.outstandingCount();
	}

	/**
	 * Checks that a chunk that came in is one that is outstanding.
	 * @param chunk the chunk
	 * @param model what is known of the model with it
	 * @throws IllegalArgumentException if it is longer, shorter or cut differently than
	 * was planned
	 */
	public void check(CountedChunk chunk, LoadedModel model) {
		PlannedChunk planned = this.ledger.outstanding(chunk.first());
		boolean whole = planned != null && chunk.count() == planned.count();
		boolean shortPilot = planned != null && planned.pilot() && chunk.count() < planned.count()
				&& this.sizer.isEnd(chunk.first() + chunk.count(), this.total, model.batch());
		if (!whole && !shortPilot) {
			throw new IllegalArgumentException(
					chunk.count() + " sequences from " + chunk.first() + " were not planned as a chunk");
		}
	}

	/**
	 * Counts an outstanding chunk.
	 * @param chunk the chunk as it came in
	 * @param now when
	 */
	public void count(CountedChunk chunk, Instant now) {
		this.ledger.count(chunk);
		this.rate.add(now, chunk.count());
		learn(chunk);
	}

	/**
	 * Takes a chunk up that had been planned before a restart. Chunks come in order.
	 * @param chunk the chunk
	 */
	public void restore(PlannedChunk chunk) {
		this.ledger.add(chunk);
	}

	/**
	 * Takes a chunk up that had come in before a restart. Chunks come in order.
	 * @param ordinal which chunk of the run it is
	 * @param chunk the chunk
	 */
	public void restore(int ordinal, CountedChunk chunk) {
		this.ledger.add(new PlannedChunk(ordinal, chunk.first(), chunk.count(), false));
		this.ledger.count(chunk);
		learn(chunk);
	}

	/**
	 * Takes up what had come in before a restart, before anything else.
	 * @param checkpoint the run's first sequences
	 */
	public void restore(Checkpoint checkpoint) {
		this.ledger.add(checkpoint.tally());
		this.pace = new Pace(checkpoint.secondsPerSequence(), checkpoint.largestChunk());
		this.latestFailure = checkpoint.latestFailure();
	}

	/**
	 * How many chunks have been planned.
	 * @return 0 or more, those that have come in included
	 */
	public int planned() {
		return this.ledger.planned();
	}

	/**
	 * How far the run is planned.
	 * @return the sequence that the next chunk begins with
	 */
	public long plannedEnd() {
		return this.total - this.ledger.unplanned();
	}

	/**
	 * How many chunks have come in from the run's first on without a gap.
	 * @return 0 or more
	 */
	public int chunksOfPrefix() {
		return this.ledger.prefix().chunks();
	}

	/**
	 * What has come in without a gap, for a later {@link #restore(Checkpoint)}.
	 * @return nothing as long as the first chunk has not come in
	 */
	public Optional<Checkpoint> checkpoint() {
		Tally prefix = this.ledger.prefix();
		Pace pace = this.pace;
		if (prefix.chunks() == 0 || pace == null) {
			return Optional.empty();
		}
		return Optional.of(new Checkpoint(prefix.chunks(), prefix.sequences(), prefix.failed(), prefix.moments(),
				prefix.targets(), pace.secondsPerSequence(), pace.largest(), this.latestFailure));
	}

	private void learn(CountedChunk chunk) {
		this.pace = (this.pace == null) ? Pace.measured(chunk.count(), chunk.seconds())
				: this.pace.and(chunk.count(), chunk.seconds());
		if (chunk.firstFailure() != null) {
			this.latestFailure = chunk.firstFailure();
		}
	}

	/**
	 * How long a chunk should take.
	 * @param chunk the chunk
	 * @return the expected time, or null while the model's speed is not known
	 */
	public @Nullable Duration expected(PlannedChunk chunk) {
		return (this.pace != null) ? Duration.ofMillis((long) (this.pace.seconds(chunk.count()) * 1000)) : null;
	}

	/**
	 * Whether every sequence is in.
	 * @return true once nothing is left
	 */
	public boolean isComplete() {
		return this.ledger.isComplete();
	}

	/**
	 * How many sequences failed.
	 * @return those that are in and failed
	 */
	public long failed() {
		return this.ledger.failed();
	}

	/**
	 * A failed sequence of the chunk with failures that came in last.
	 * @return the failure, or null if none failed
	 */
	public @Nullable SequenceFailure latestFailure() {
		return this.latestFailure;
	}

	/**
	 * How far the run is.
	 * @param now the time
	 * @return counts, rate and estimate
	 */
	public Progress progress(Instant now) {
		long completed = this.ledger.completed();
		double perSecond = this.rate.perSecond(now);
		Duration eta = (perSecond > 0)
				? Duration.ofSeconds((long) Math.min(1e15, Math.ceil((this.total - completed) / perSecond))) : null;
		return new Progress(this.total, completed, this.ledger.failed(), this.ledger.prefix().sequences(), perSecond,
				eta);
	}

	/**
	 * The figures over the contiguous prefix.
	 * @return the figures, or null if there are none
	 */
	public @Nullable LiveStatistics statistics() {
		return LiveStatistics.of(this.ledger.prefix());
	}

}
