package io.ancho.worker.run;

/**
 * A run has ended while something was done for it, which is not wanted any more.
 */
public final class RunEndedException extends RuntimeException {

	/**
	 * The end of a run.
	 * @param run the run's id
	 */
	public RunEndedException(String run) {
		super("run " + run + " has ended");
	}

}
