package io.ancho.run.deletion;

import java.util.Optional;

import io.ancho.run.execution.RunView;
import io.ancho.run.model.Model;
import io.ancho.run.model.ModelId;
import io.ancho.run.model.ModelUse;
import io.ancho.run.model.Models;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.registry.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Deletes models that no run uses.
 */
@Component
class ModelDeletions {

	private static final Logger log = LoggerFactory.getLogger(ModelDeletions.class);

	private final Registry registry;

	private final Models models;

	private final ModelUse use;

	private final Intentions intentions;

	private final DeletionWork work;

	ModelDeletions(Registry registry, Models models, ModelUse use, Intentions intentions, DeletionWork work) {
		this.registry = registry;
		this.models = models;
		this.use = use;
		this.intentions = intentions;
		this.work = work;
	}

	/**
	 * Takes a model from a user. Its archive goes behind that, unless another user has
	 * the same model.
	 * @param owner the user
	 * @param id the model's id, as the client gave it
	 * @throws ProblemException if this user has no such model, or a run that uses it
	 */
	void delete(String owner, String id) {
		if (!ModelId.isValid(id)) {
			throw ProblemException.notFound("model " + id);
		}
		ModelId model = new ModelId(id);
		this.use.alone(owner, () -> delete(owner, model));
	}

	private void delete(String owner, ModelId id) {
		Model model = this.models.find(owner, id).orElseThrow(() -> ProblemException.notFound("model " + id));
		checkUnused(owner, id);
		synchronized (this.models.lock(id)) {
			ArchiveDeletion archive = new ArchiveDeletion(id.value(), this.models.archivePieces(id));
			this.intentions.add(archive);
			this.models.remove(owner, model);
			this.work.add(archive);
		}
		log.info("Model {} of {} is deleted", id.value(), owner);
	}

	private void checkUnused(String owner, ModelId id) {
		Optional<RunView> user = this.registry.findFirst(owner,
				(run) -> run.run().definition().model().id().equals(id.value()));
		user.ifPresent((run) -> {
			throw new ProblemException(Problem.CONFLICT, "run " + run.run().id() + " (" + run.run().definition().name()
					+ ", " + run.run().state() + ") uses model " + id.value() + "; delete its runs first");
		});
	}

}
