package io.ancho.run.submission;

import java.net.URI;
import java.security.Principal;
import java.util.Optional;

import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.RunDefinition;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.model.ModelUse;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.registry.RunDocument;
import io.ancho.run.request.RequestJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SubmissionController {

	private static final int MAX_BODY_BYTES = 1024 * 1024;

	private static final int MAX_KEY = 200;

	private final Submissions submissions;

	private final IdempotencyKeys keys;

	private final ModelUse models;

	SubmissionController(Submissions submissions, IdempotencyKeys keys, ModelUse models) {
		this.submissions = submissions;
		this.models = models;
		this.keys = keys;
	}

	@PostMapping(path = "/api/v1/runs", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<RunDocument> submit(@RequestBody byte[] body,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key, Principal user) {
		if (body.length > MAX_BODY_BYTES) {
			throw new ProblemException(Problem.TOO_LARGE, "a submission may have 1 MiB");
		}
		JsonNode json = RequestJson.parse(body);
		RunRequest request = RunRequestReader.read(json);
		return this.models.whileKept(user.getName(), () -> submit(user.getName(), json, request, key));
	}

	private ResponseEntity<RunDocument> submit(String user, JsonNode json, RunRequest request, @Nullable String key) {
		RunDefinition definition = this.submissions.define(user, request);
		if (key == null) {
			return created(this.submissions.begin(RunId.next(), user, definition));
		}
		if (key.isBlank() || key.length() > MAX_KEY) {
			throw ProblemException.invalid("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters");
		}
		synchronized (this.keys.lock(key)) {
			return once(user, key, RequestJson.digest(json), definition);
		}
	}

	/**
	 * The key is claimed first: if this ends before the run is stored, the next request
	 * stores it.
	 */
	private ResponseEntity<RunDocument> once(String owner, String key, String digest, RunDefinition definition) {
		IdempotencyKeys.Claim claim = this.keys.claim(owner, key, new IdempotencyKeys.Claim(RunId.next(), digest));
		if (!claim.body().equals(digest)) {
			throw new ProblemException(Problem.CONFLICT, "the Idempotency-Key was used with a different body, for run "
					+ claim.run() + "; use a new key for a new run");
		}
		Optional<RunView> existing = this.submissions.find(claim.run());
		if (existing.isPresent()) {
			return ResponseEntity.ok(RunDocument.of(existing.get()));
		}
		this.keys.note(claim.run(), key);
		return created(this.submissions.begin(claim.run(), owner, definition));
	}

	private static ResponseEntity<RunDocument> created(RunView view) {
		RunDocument document = RunDocument.of(view);
		return ResponseEntity.created(URI.create("/api/v1/runs/" + document.id())).body(document);
	}

}
