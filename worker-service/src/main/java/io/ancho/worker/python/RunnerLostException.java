package io.ancho.worker.python;

import org.jspecify.annotations.Nullable;

/**
 * A runner is gone in the middle of a request: it ended, was ended, kept silent for too
 * long or did not speak the protocol. It may be the model's doing or somebody else's, so
 * further attempts in fresh processes decide.
 */
public final class RunnerLostException extends RuntimeException {

	private final transient Death death;

	private final transient Runner.@Nullable Loaded model;

	RunnerLostException(Death death, Runner.@Nullable Loaded model) {
		super(death.message());
		this.death = death;
		this.model = model;
	}

	/**
	 * How the process ended.
	 * @return all that is known
	 */
	public Death death() {
		return this.death;
	}

	/**
	 * The model that the process had loaded.
	 * @return null if it had not yet
	 */
	public Runner.@Nullable Loaded model() {
		return this.model;
	}

}
