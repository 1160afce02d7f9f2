package io.ancho.scheduler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import com.datastax.oss.driver.api.core.DriverException;
import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.outage.Outages;
import io.ancho.scheduler.outage.Outages.Needed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Stores what is to be remembered. What is stored in a row is stored at once, and waited
 * for before anything else is done; each write is tried until it succeeds. Runs and
 * executors are not stored at once: a run's next number is known before it is used.
 */
@Component
final class Writes {

	private static final Logger logger = LoggerFactory.getLogger(Writes.class);

	private static final long RETRY_MILLIS = 1000;

	private static final int IN_FLIGHT = 256;

	private final Memory memory;

	private final Outages outages;

	private final List<Write> begun = new ArrayList<>();

	private record Write(Effect effect, CompletionStage<?> stored) {
	}

	Writes(Memory memory, Outages outages) {
		this.memory = memory;
		this.outages = outages;
	}

	/**
	 * Begins an effect that stores something.
	 * @param effect any effect
	 * @return whether it was one of those; if not, all before it are stored
	 */
	boolean begin(Effect effect) throws InterruptedException {
		boolean inARow = !this.begun.isEmpty() && this.begun.size() < IN_FLIGHT
				&& this.begun.get(0).effect().getClass() == effect.getClass();
		if (!inARow) {
			finish();
		}
		CompletionStage<?> stored = tryToBegin(effect);
		if (stored != null) {
			this.begun.add(new Write(effect, stored));
		}
		return stored != null;
	}

	private @Nullable CompletionStage<?> tryToBegin(Effect effect) throws InterruptedException {
		while (true) {
			try {
				return this.memory.begin(effect);
			}
			catch (DriverException ex) {
				waitAfter(effect, ex);
			}
		}
	}

	/** Waits until all that was begun is stored. */
	void finish() throws InterruptedException {
		for (Write write : this.begun) {
			CompletionStage<?> stored = write.stored();
			while (stored != null && !isStored(write.effect(), stored)) {
				stored = tryToBegin(write.effect());
			}
		}
		this.begun.clear();
	}

	private boolean isStored(Effect effect, CompletionStage<?> stored) throws InterruptedException {
		try {
			stored.toCompletableFuture().get();
			this.outages.noteSuccess(Needed.CASSANDRA);
			return true;
		}
		catch (ExecutionException ex) {
			waitAfter(effect, ex);
			return false;
		}
	}

	private void waitAfter(Effect effect, Exception ex) throws InterruptedException {
		this.outages.noteFailure(Needed.CASSANDRA, String.valueOf(ex.getMessage()));
		logger.warn("Cassandra does not take {}; trying again", effect, ex);
		Thread.sleep(RETRY_MILLIS);
	}

	/** Forgets what was begun, when there is nobody any more to wait for it. */
	void abandon() {
		this.begun.clear();
	}

}
