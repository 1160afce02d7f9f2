package io.ancho.run.planning;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Which of a run's sequences are planned, outstanding and in. Each is planned once and
 * counted once. Memory grows with the chunks that are outstanding, not with the run:
 * ranges that are in and touch become one.
 */
final class Ledger {

	private final long total;

	private final NavigableMap<Long, PlannedChunk> outstanding = new TreeMap<>();

	private final NavigableMap<Long, Tally> counted = new TreeMap<>();

	private long next;

	private int chunks;

	private long completed;

	private long failed;

	Ledger(long total) {
		this.total = total;
	}

	/**
	 * Plans the next chunk.
	 * @param size how many sequences; cut at the run's end
	 * @return the chunk, now outstanding
	 */
	PlannedChunk plan(int size) {
		boolean pilot = this.chunks == 0;
		PlannedChunk chunk = new PlannedChunk(this.chunks, this.next, (int) Math.min(size, unplanned()), pilot);
		add(chunk);
		return chunk;
	}

	/**
	 * Takes a chunk up that was planned before a restart.
	 * @param chunk the chunk; chunks come in order
	 */
	void add(PlannedChunk chunk) {
		if (chunk.first() != this.next || chunk.end() > this.total) {
			throw new IllegalArgumentException(chunk + " does not begin at " + this.next);
		}
		this.outstanding.put(chunk.first(), chunk);
		this.next = chunk.end();
		this.chunks++;
	}

	/**
	 * Takes up what was in before a restart, as the first of all.
	 * @param prefix a range from 0
	 */
	void add(Tally prefix) {
		if (this.next != 0 || prefix.first() != 0 || prefix.end() > this.total) {
			throw new IllegalArgumentException(prefix + " is no prefix of " + this.total + " sequences");
		}
		this.counted.put(0L, prefix);
		this.next = prefix.end();
		this.chunks = prefix.chunks();
		this.completed = prefix.sequences();
		this.failed = prefix.failed();
	}

	@Nullable PlannedChunk outstanding(long first) {
		return this.outstanding.get(first);
	}

	Collection<PlannedChunk> outstanding() {
		return List.copyOf(this.outstanding.values());
	}

	int planned() {
		return this.chunks;
	}

	int outstandingCount() {
		return this.outstanding.size();
	}

	/** Whether no chunk was ever planned: the next is the pilot. */
	boolean isUntouched() {
		return this.chunks == 0;
	}

	boolean pilotIsOut() {
		return !this.outstanding.isEmpty() && this.outstanding.firstEntry().getValue().pilot();
	}

	/**
	 * Counts an outstanding chunk. A pilot may have come less far than planned: planning
	 * goes on from where it ended.
	 * @param chunk the chunk as it came in
	 * @throws IllegalArgumentException if no such chunk is outstanding
	 */
	void count(CountedChunk chunk) {
		PlannedChunk planned = this.outstanding.get(chunk.first());
		if (planned == null || !fits(planned, chunk)) {
			throw new IllegalArgumentException(
					chunk.count() + " sequences from " + chunk.first() + " were not planned as a chunk");
		}
		this.outstanding.remove(chunk.first());
		if (planned.pilot()) {
			this.next = chunk.first() + chunk.count();
		}
		this.completed += chunk.count();
		this.failed += chunk.failed();
		insert(Tally.of(chunk));
	}

	private static boolean fits(PlannedChunk planned, CountedChunk chunk) {
		return chunk.count() == planned.count() || (planned.pilot() && chunk.count() < planned.count());
	}

	private void insert(Tally tally) {
		Tally joined = tally;
		Map.Entry<Long, Tally> before = this.counted.lowerEntry(joined.first());
		if (before != null && before.getValue().end() == joined.first()) {
			joined = before.getValue().join(joined);
		}
		Tally after = this.counted.remove(joined.end());
		if (after != null) {
			joined = joined.join(after);
		}
		this.counted.put(joined.first(), joined);
	}

	/**
	 * The range from 0 without a gap.
	 * @return its tally, of nothing if sequence 0 is not in
	 */
	Tally prefix() {
		return this.counted.getOrDefault(0L, Tally.NOTHING);
	}

	long unplanned() {
		return this.total - this.next;
	}

	long completed() {
		return this.completed;
	}

	long failed() {
		return this.failed;
	}

	boolean isComplete() {
		return this.completed == this.total;
	}

}
