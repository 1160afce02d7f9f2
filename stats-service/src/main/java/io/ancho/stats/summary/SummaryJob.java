package io.ancho.stats.summary;

import java.time.Instant;
import java.util.UUID;

import io.ancho.events.Output;
import io.ancho.events.SequencesCompleted;

/**
 * A summary to be made. Its fields are guarded by the queue's lock.
 */
final class SummaryJob {

	private static final long COLUMN_SIZE = 1000;

	private final String id = UUID.randomUUID().toString();

	private final SequencesCompleted event;

	private final Instant since;

	private final Runnable whenDone;

	private Instant notBefore;

	private int attempts;

	private int driverDeaths;

	private int defects;

	private volatile boolean cancelled;

	/**
	 * A job.
	 * @param event what to summarise
	 * @param since when it came
	 * @param whenDone what to do when it is over, however it ends
	 */
	SummaryJob(SequencesCompleted event, Instant since, Runnable whenDone) {
		this.event = event;
		this.since = since;
		this.notBefore = since;
		this.whenDone = whenDone;
	}

	String id() {
		return this.id;
	}

	SequencesCompleted event() {
		return this.event;
	}

	Instant since() {
		return this.since;
	}

	Instant notBefore() {
		return this.notBefore;
	}

	/** How much work it is: its values, each column counting as a thousand more. */
	double size() {
		double columns = this.event.outputs().stream().mapToDouble(Output::width).sum();
		return columns * (this.event.sequences() + COLUMN_SIZE);
	}

	Lane lane() {
		return Lane.of(size());
	}

	boolean isCancelled() {
		return this.cancelled;
	}

	void cancel() {
		this.cancelled = true;
	}

	int countAttempt() {
		return ++this.attempts;
	}

	int countDriverDeath() {
		return ++this.driverDeaths;
	}

	int countDefect() {
		return ++this.defects;
	}

	void postpone(Instant notBefore) {
		this.notBefore = notBefore;
	}

	void done() {
		this.whenDone.run();
	}

}
