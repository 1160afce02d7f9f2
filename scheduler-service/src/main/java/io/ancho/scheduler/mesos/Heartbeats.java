package io.ancho.scheduler.mesos;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when a subscription lasts, and until when it may be silent.
 */
final class Heartbeats {

	/** How many may be missed. */
	private static final int PATIENCE = 3;

	private volatile Duration interval = Duration.ofSeconds(15);

	private volatile Instant openedAt = Instant.EPOCH;

	private volatile Instant silentUntil = Instant.MAX;

	/** There is a stream. */
	void opened() {
		this.openedAt = Instant.now();
		heard();
	}

	/** The master has said how often its heart beats. */
	void interval(double seconds) {
		this.interval = Duration.ofMillis((long) (seconds * 1000));
	}

	/** Something has come. */
	void heard() {
		this.silentUntil = Instant.now().plus(this.interval.multipliedBy(PATIENCE));
	}

	/** There is no stream that could be silent. */
	void closed() {
		this.silentUntil = Instant.MAX;
	}

	boolean areMissed() {
		return Instant.now().isAfter(this.silentUntil);
	}

	boolean haveLasted(Duration time) {
		return Instant.now().isAfter(this.openedAt.plus(time));
	}

}
