package io.ancho.run.lifecycle;

/**
 * A change that the run's state does not allow.
 */
public final class IllegalTransitionException extends RuntimeException {

	IllegalTransitionException(RunId run, RunState from, RunState to) {
		super("run " + run + " is " + from + " and cannot become " + to);
	}

}
