package io.ancho.run.submission;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.ancho.events.Placement;
import io.ancho.events.Topics;
import io.ancho.run.admission.Admissions;
import io.ancho.run.admission.Images;
import io.ancho.run.execution.ActiveRuns;
import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.RunDefinition;
import io.ancho.run.lifecycle.RunDefinition.PinnedModel;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.messaging.TopicProperties;
import io.ancho.run.model.Model;
import io.ancho.run.model.ModelId;
import io.ancho.run.model.Models;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.storage.UserKeyspaces;

import org.springframework.stereotype.Component;

/**
 * Makes runs of valid requests.
 */
@Component
class Submissions {

	/** JSON numbers are exact for everybody below this. */
	private static final long SEED_BOUND = 1L << 53;

	private final Models models;

	private final UserKeyspaces keyspaces;

	private final ActiveRuns runs;

	private final Admissions admissions;

	private final Images images;

	private final TopicProperties topics;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	Submissions(Models models, UserKeyspaces keyspaces, ActiveRuns runs, Admissions admissions, Images images,
			TopicProperties topics, Clock clock) {
		this.models = models;
		this.keyspaces = keyspaces;
		this.runs = runs;
		this.admissions = admissions;
		this.images = images;
		this.topics = topics;
		this.clock = clock;
	}

	/**
	 * Fills in what only the model or chance can give.
	 * @param owner the user
	 * @param request the request
	 * @return what the run is to do
	 * @throws ProblemException if this user has no such model, or may not name the image
	 */
	RunDefinition define(String owner, RunRequest request) {
		this.images.check((request.executors() != null) ? request.executors().image() : null);
		Model model = this.models.find(owner, new ModelId(request.model()))
			.orElseThrow(() -> ProblemException.invalid("model.id",
					"there is no model " + request.model() + "; upload it with POST /api/v1/models"));
		return new RunDefinition(Optional.ofNullable(request.name()).orElse(model.name()),
				new PinnedModel(request.model(), model.name(), model.entrypoint()), request.startingValues(),
				request.sequences(),
				Optional.ofNullable(request.seed()).orElseGet(() -> this.random.nextLong(SEED_BOUND)),
				request.blockSize(), request.targets(), request.quantiles(), request.placement(), request.executors(),
				request.sequenceTimeout(), request.timeout(), request.maxFailures(), request.labels(),
				request.numerics(), request.reproducible());
	}

	/**
	 * Begins a run.
	 * @param id its id
	 * @param owner the user
	 * @param definition what it is to do
	 * @return the run
	 * @throws ProblemException if a quota does not allow it
	 */
	RunView begin(RunId id, String owner, RunDefinition definition) {
		return this.admissions.admit(owner, definition, () -> beginAdmitted(id, owner, definition));
	}

	private RunView beginAdmitted(RunId id, String owner, RunDefinition definition) {
		this.keyspaces.ensure(owner);
		String queue = (definition.placement() == Placement.DEDICATED) ? Topics.queue(id.toString())
				: this.topics.poolQueue();
		return this.runs
			.begin(Run.submit(id, owner, definition, queue, this.clock.instant().truncatedTo(ChronoUnit.MILLIS)));
	}

	Optional<RunView> find(RunId id) {
		return this.runs.view(id);
	}

}
