package io.ancho.run.execution;

/**
 * Hears when there may be something new to see of a run.
 */
public interface RunListener {

	/**
	 * Called while the run is locked: must be quick.
	 * @param view what there is to see now
	 */
	void changed(RunView view);

}
