package io.ancho.localstack.mesos.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * A task's status updates on their way to the scheduler: one at a time, again after 10 s,
 * 20 s, 40 s … until it is acknowledged; only then the next.
 */
final class StatusUpdates {

	static final Duration FIRST_RETRY = Duration.ofSeconds(10);

	private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

	private final Deque<TaskStatus> pending = new ArrayDeque<>();

	private @Nullable TaskStatus latest;

	private Instant due = Instant.EPOCH;

	private Duration retry = FIRST_RETRY;

	private boolean twice;

	/**
	 * Restores what {@link #checkpoint()} gave.
	 * @param checkpoint the latest status, then the pending ones
	 * @return updates that are due at once
	 */
	static StatusUpdates restore(List<TaskStatus> checkpoint) {
		StatusUpdates updates = new StatusUpdates();
		updates.latest = checkpoint.get(0);
		updates.pending.addAll(checkpoint.subList(1, checkpoint.size()));
		return updates;
	}

	List<TaskStatus> checkpoint() {
		List<TaskStatus> checkpoint = new ArrayList<>(List.of(latest()));
		checkpoint.addAll(this.pending);
		return checkpoint;
	}

	/** A status that nobody is told. */
	void begin(TaskStatus status) {
		this.latest = status;
	}

	void add(TaskStatus status) {
		this.latest = status;
		this.pending.add(status);
	}

	TaskStatus latest() {
		if (this.latest == null) {
			throw new IllegalStateException("a task has a status from its launch on");
		}
		return this.latest;
	}

	/** The update to send now, if one is due. */
	Optional<TaskStatus> due(Instant now) {
		if (this.pending.isEmpty() || now.isBefore(this.due)) {
			return Optional.empty();
		}
		if (this.twice) {
			this.twice = false;
			return Optional.of(this.pending.element());
		}
		this.due = now.plus(this.retry);
		Duration doubled = this.retry.multipliedBy(2);
		this.retry = (doubled.compareTo(LONGEST_RETRY) < 0) ? doubled : LONGEST_RETRY;
		return Optional.of(this.pending.element());
	}

	/** Begins anew, as after the scheduler has subscribed again. */
	void resend() {
		this.due = Instant.EPOCH;
		this.retry = FIRST_RETRY;
	}

	/** Begins anew with two at once, as real agents do when they meet another master. */
	void resendTwice() {
		resend();
		this.twice = true;
	}

	/**
	 * Takes an acknowledgement; one of any but the first pending update is ignored.
	 * @param uuid the update's
	 * @return whether it was the first pending one
	 */
	boolean acknowledge(ByteString uuid) {
		if (this.pending.isEmpty() || !this.pending.element().getUuid().equals(uuid)) {
			return false;
		}
		this.pending.remove();
		this.twice = false;
		resend();
		return true;
	}

	boolean allAcknowledged() {
		return this.pending.isEmpty();
	}

}
