package io.ancho.worker.chunk;

import java.util.List;
import java.util.Objects;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Output;
import io.ancho.worker.python.ModelFault;
import io.ancho.worker.run.RecentRuns;
import org.springframework.stereotype.Component;

/**
 * The outputs seen in the last runs, to notice a model whose outputs change from process
 * to process. (A process itself refuses outputs that change within it.)
 */
@Component
class KnownOutputs {

	/** A run has a thousand at most. */
	private static final int MAX_OUTPUTS = 10_000;

	private final RecentRuns<List<Output>> runs = new RecentRuns<>(MAX_OUTPUTS);

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
		List<Output> known = this.runs.of(run);
		if (known == null) {
			this.runs.put(run, outputs);
		}
		else if (!known.equals(outputs)) {
			throw new ModelFault(Cause.OUTPUTS, difference(known, outputs));
		}
	}

	private static String difference(List<Output> known, List<Output> outputs) {
		for (int i = 0; i < Math.min(known.size(), outputs.size()); i++) {
			if (!known.get(i).equals(outputs.get(i))) {
				return "an output is %s and was %s in an earlier chunk of the run".formatted(outputs.get(i),
						known.get(i));
			}
		}
		return "the model has %d outputs and had %d in an earlier chunk of the run".formatted(outputs.size(),
				known.size());
	}

	/**
	 * The outputs of a run.
	 * @param run the run's id
	 * @return none if none were seen here
	 */
	synchronized List<Output> of(String run) {
		return Objects.requireNonNullElse(this.runs.of(run), List.of());
	}

}
