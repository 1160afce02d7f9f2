package io.ancho.worker.queue;

import java.time.Duration;
import java.util.function.Consumer;

import io.ancho.worker.ExecutorProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an executor does that its queue has no place for: it waits, since others leave,
 * and gives up its cores if none has left for a while.
 */
final class Surplus {

	/** Of sysexits: try again later. */
	static final int STATUS = 75;

	private static final Logger logger = LoggerFactory.getLogger(Surplus.class);

	private final String reason;

	private final Duration patience;

	private final Consumer<String> giveUp;

	private @Nullable Long refusedSince;

	/**
	 * An executor that has not been refused.
	 * @param properties which queue, and how long to wait for a place
	 * @param giveUp ends the executor, for a reason
	 */
	Surplus(ExecutorProperties properties, Consumer<String> giveUp) {
		this.reason = ("queue %s has as many executors as the brokers let into a share group (group.share.max.size, "
				+ "1000 at most); use fewer executors with more slots each")
			.formatted(properties.queue());
		this.patience = properties.surplusPatience();
		this.giveUp = giveUp;
	}

	/**
	 * The queue has no place.
	 * @param nanoTime now, as {@link System#nanoTime()} tells it
	 * @return why, and what to do about it
	 */
	String refused(long nanoTime) {
		Long since = this.refusedSince;
		if (since == null) {
			this.refusedSince = nanoTime;
			logger.warn("This executor has nothing to do: {}", this.reason);
		}
		else if (nanoTime - since >= this.patience.toNanos()) {
			this.giveUp.accept(this.reason);
		}
		return this.reason;
	}

	/** There is a place now. */
	void admitted() {
		this.refusedSince = null;
	}

}
