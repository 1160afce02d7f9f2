package io.ancho.run.deletion;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.Output;
import io.ancho.events.RunEnded;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.RunId;
import org.jspecify.annotations.Nullable;

/**
 * The intention to delete a run: all that has to be known of it once its row is gone.
 *
 * @param run the run's id
 * @param owner the user it belonged to
 * @param dedicated whether its chunks had a queue of their own
 * @param outputs the outputs it was known to have
 * @param endedAt when it was over
 * @param ended the event that ends it, if that may not have been published
 */
record RunDeletion(String run, String owner, boolean dedicated, List<Output> outputs, Instant endedAt,
		@Nullable RunEnded ended) {

	/**
	 * The deletion of a run.
	 * @param run the run, over
	 * @return the intention
	 */
	static RunDeletion of(Run run) {
		RunEnded ended = run.unpublished()
			.stream()
			.filter(RunEnded.class::isInstance)
			.map(RunEnded.class::cast)
			.findFirst()
			.orElse(null);
		LoadedModel model = run.loaded();
		return new RunDeletion(run.id().toString(), run.owner(), run.isDedicated(),
				(model != null) ? model.outputs() : List.of(),
				Objects.requireNonNull(run.endedAt(), "only a run that is over is deleted"), ended);
	}

	/**
	 * Whether executors that were just being launched may still turn up.
	 * @param grace for how long they may
	 * @param now the time
	 * @return true for a while after a run with executors of its own has ended
	 */
	boolean mayMeetExecutors(Duration grace, Instant now) {
		return this.dedicated && this.endedAt.plus(grace).isAfter(now);
	}

	@JsonIgnore
	RunId id() {
		return RunId.parse(this.run).orElseThrow(() -> new IllegalStateException("no run's id: " + this.run));
	}

}
