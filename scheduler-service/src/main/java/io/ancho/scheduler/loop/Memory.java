package io.ancho.scheduler.loop;

import java.util.Optional;

import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.SchedulerState;
import io.ancho.scheduler.storage.Executors;
import io.ancho.scheduler.storage.FrameworkIds;
import io.ancho.scheduler.storage.Runs;

import org.springframework.stereotype.Component;

/**
 * What is stored, as the core sees it.
 */
@Component
final class Memory {

	private final FrameworkIds frameworks;

	private final Runs runs;

	private final Executors executors;

	Memory(FrameworkIds frameworks, Runs runs, Executors executors) {
		this.frameworks = frameworks;
		this.runs = runs;
		this.executors = executors;
	}

	SchedulerState recall() {
		return SchedulerState.restored(this.runs.findAll(), this.executors.findAll());
	}

	Optional<String> frameworkId() {
		return this.frameworks.find();
	}

	/**
	 * Performs an effect that stores something.
	 * @param effect any effect
	 * @return whether it was one of those
	 */
	boolean perform(Effect effect) {
		if (effect instanceof Effect.StoreExecutor store) {
			this.executors.store(store.executor());
		}
		else if (effect instanceof Effect.ForgetExecutor forget) {
			this.executors.forget(forget.executor());
		}
		else if (effect instanceof Effect.StoreRun store) {
			this.runs.store(store.run());
		}
		else if (effect instanceof Effect.EndRun end) {
			this.runs.end(end.run());
		}
		else if (effect instanceof Effect.StoreFramework store) {
			this.frameworks.store(store.frameworkId());
		}
		else {
			return false;
		}
		return true;
	}

}
