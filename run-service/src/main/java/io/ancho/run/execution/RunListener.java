package io.ancho.run.execution;

import java.util.function.Supplier;

import io.ancho.run.lifecycle.RunId;

/**
 * Hears when there may be something new to see of a run.
 */
public interface RunListener {

	/**
	 * Called while the run is locked: must be quick and call nothing of the run but the
	 * view.
	 * @param run the run
	 * @param view what there is to see now, made when asked for
	 */
	void changed(RunId run, Supplier<RunView> view);

}
