package io.ancho.worker.queue;

import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.run.EndedRuns;
import org.springframework.stereotype.Component;

/**
 * Ends a dedicated executor, with exit status 0, a little after its run: Mesos kills it
 * sooner where it can.
 */
@Component
class DedicatedExit {

	private final ExecutorExit exit;

	private final ExecutorProperties properties;

	DedicatedExit(ExecutorExit exit, ExecutorProperties properties, EndedRuns endedRuns) {
		this.exit = exit;
		this.properties = properties;
		if (properties.isDedicated()) {
			endedRuns.onEnd(this::runEnded);
		}
	}

	private void runEnded(String run) {
		if (run.equals(this.properties.dedicatedTo())) {
			this.exit.exit(0, "run " + run + " has ended", this.properties.grace());
		}
	}

}
