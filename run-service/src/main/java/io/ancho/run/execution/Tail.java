package io.ancho.run.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsNeeded;
import io.ancho.run.lifecycle.RunId;
import org.jspecify.annotations.Nullable;

/**
 * The end of a dedicated run. Once every chunk is handed out and fewer are outstanding
 * than there are slots, the queue is empty, and a slot that reports a chunk has nothing
 * left to do. If the rest takes long, the executors that are idle need not wait for it.
 */
final class Tail {

	/** Where the rest takes no longer it is not worth it. */
	private static final Duration LONG = Duration.ofSeconds(10);

	private final RunId run;

	private final ExecutorSpec executors;

	/** How many slots of an executor have nothing left to do. */
	private final Map<String, Integer> free = new TreeMap<>();

	private @Nullable Instant since;

	private int needed;

	private List<String> idle = List.of();

	/**
	 * The end of a run.
	 * @param run the run
	 * @param executors the executors it asked for
	 */
	Tail(RunId run, ExecutorSpec executors) {
		this.run = run;
		this.executors = executors;
		this.needed = executors.count();
	}

	/**
	 * A chunk has come in and was counted.
	 * @param executor whose it was
	 * @param outstanding how many are outstanding if all are handed out, otherwise null
	 * @param running how many of the run's executors run
	 */
	void reported(String executor, @Nullable Integer outstanding, int running) {
		if (outstanding != null && outstanding < running * this.executors.cpus()) {
			this.free.merge(executor, 1, Integer::sum);
		}
		else {
			this.free.clear();
		}
	}

	/** Chunks are put in the queue again: whoever was idle may have one of them. */
	void more() {
		this.free.clear();
	}

	/**
	 * What is to be told by now.
	 * @param outstanding how many chunks are outstanding if all are handed out, otherwise
	 * null
	 * @param now the time
	 * @return what has changed, if anything has
	 */
	Optional<ExecutorsNeeded> due(@Nullable Integer outstanding, Instant now) {
		int occupied = (outstanding != null) ? Math.min(this.executors.count(), executorsFor(outstanding))
				: this.executors.count();
		if (occupied == this.executors.count()) {
			this.since = null;
		}
		else if (this.since == null) {
			this.since = now;
		}
		boolean settled = this.since == null || !now.isBefore(this.since.plus(LONG));
		List<String> nothingToDo = this.free.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() >= this.executors.cpus())
			.map(Map.Entry::getKey)
			.toList();
		if (!settled || (occupied == this.needed && nothingToDo.equals(this.idle))) {
			return Optional.empty();
		}
		this.needed = occupied;
		this.idle = nothingToDo;
		return Optional.of(new ExecutorsNeeded(this.run.toString(), occupied, nothingToDo, now));
	}

	private int executorsFor(int chunks) {
		return Math.max(1, (chunks + this.executors.cpus() - 1) / this.executors.cpus());
	}

}
