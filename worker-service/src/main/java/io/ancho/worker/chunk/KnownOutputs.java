package io.ancho.worker.chunk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Output;
import io.ancho.worker.python.ModelFault;
import org.springframework.stereotype.Component;

/**
 * The outputs seen in each of the last runs, to notice a model whose outputs change from
 * process to process. (A process itself refuses outputs that change within it.)
 */
@Component
class KnownOutputs {

	private static final int MAX_RUNS = 1000;

	private final Map<String, List<Output>> byRun = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, List<Output>> eldest) {
			return size() > MAX_RUNS;
		}
	};

	/**
	 * Compares with what was seen before in the run.
	 * @param run the run's id
	 * @param outputs the outputs of a slice; none if all its sequences failed
	 * @throws ModelFault if they differ
	 */
	synchronized void check(String run, List<Output> outputs) {
		if (outputs.isEmpty()) {
			return;
		}
		List<Output> known = this.byRun.putIfAbsent(run, outputs);
		if (known != null && !known.equals(outputs)) {
			throw new ModelFault(Cause.OUTPUTS,
					"the model's outputs are " + outputs + " and were " + known + " in an earlier chunk of the run");
		}
	}

	/**
	 * The outputs of a run.
	 * @param run the run's id
	 * @return none if none were seen here
	 */
	synchronized List<Output> of(String run) {
		return this.byRun.getOrDefault(run, List.of());
	}

}
