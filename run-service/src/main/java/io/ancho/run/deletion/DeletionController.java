package io.ancho.run.deletion;

import java.security.Principal;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DeletionController {

	private final Deletions runs;

	private final ModelDeletions models;

	DeletionController(Deletions runs, ModelDeletions models) {
		this.runs = runs;
		this.models = models;
	}

	@DeleteMapping("/api/v1/runs/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void deleteRun(@PathVariable String id, Principal user) {
		this.runs.delete(user.getName(), id, Deletions.Cause.REQUEST);
	}

	@DeleteMapping("/api/v1/models/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void deleteModel(@PathVariable String id, Principal user) {
		this.models.delete(user.getName(), id);
	}

}
