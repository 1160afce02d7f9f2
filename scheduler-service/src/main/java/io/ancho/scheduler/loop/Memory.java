package io.ancho.scheduler.loop;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.SchedulerState;
import io.ancho.scheduler.storage.DeposedException;
import io.ancho.scheduler.storage.Executors;
import io.ancho.scheduler.storage.Runs;
import io.ancho.scheduler.storage.Terms;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What is stored, as the core sees it.
 */
@Component
final class Memory {

	private static final CompletionStage<?> DONE = CompletableFuture.completedStage(null);

	private final Terms terms;

	private final Runs runs;

	private final Executors executors;

	Memory(Terms terms, Runs runs, Executors executors) {
		this.terms = terms;
		this.runs = runs;
		this.executors = executors;
	}

	SchedulerState recall() {
		return SchedulerState.restored(this.runs.findAll(), this.executors.findAll());
	}

	/**
	 * Makes sure that no other instance has begun to lead.
	 * @throws DeposedException if one has
	 */
	void confirmTerm() {
		this.terms.confirm();
	}

	Optional<String> frameworkId() {
		return this.terms.framework();
	}

	/**
	 * Begins an effect that stores something.
	 * @param effect any effect
	 * @return completes once it is stored; null if the effect is none of those
	 */
	@Nullable CompletionStage<?> begin(Effect effect) {
		if (effect instanceof Effect.StoreExecutor store) {
			return this.executors.store(store.executor());
		}
		if (effect instanceof Effect.ForgetExecutor forget) {
			return this.executors.forget(forget.executor());
		}
		if (effect instanceof Effect.StoreRun store) {
			return this.runs.store(store.run());
		}
		if (effect instanceof Effect.EndRun end) {
			this.runs.end(end.run());
			return DONE;
		}
		if (effect instanceof Effect.StoreFramework store) {
			this.terms.storeFramework(store.frameworkId());
			return DONE;
		}
		return null;
	}

}
