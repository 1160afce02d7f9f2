package io.ancho.run.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;

import io.ancho.run.problem.ProblemException;
import io.ancho.run.problem.QueryParameters;
import io.ancho.run.source.Source;
import io.ancho.run.source.SourceReader;
import io.ancho.run.storage.Page;
import io.ancho.run.storage.UserKeyspaces;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
class ModelController {

	private static final int MAX_LIMIT = 200;

	private final SourceReader sources;

	private final ModelIntake intake;

	private final Models models;

	private final ArchiveDownloads downloads;

	private final UserKeyspaces keyspaces;

	ModelController(SourceReader sources, ModelIntake intake, Models models, ArchiveDownloads downloads,
			UserKeyspaces keyspaces) {
		this.sources = sources;
		this.intake = intake;
		this.models = models;
		this.downloads = downloads;
		this.keyspaces = keyspaces;
	}

	/**
	 * The user's keyspace is made here already, so that the first run need not wait for
	 * it.
	 */
	@PostMapping(path = "/api/v1/models", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ResponseEntity<ModelDocument> upload(@RequestPart("archive") MultipartFile archive, Principal user)
			throws IOException {
		this.keyspaces.ensure(user.getName());
		Path file = Files.createTempFile("ancho-upload-", null);
		try {
			archive.transferTo(file);
			return answer(this.intake.take(user.getName(), file));
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	@PostMapping(path = { "/api/v1/models/fetch", "/api/v1/models" }, consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<ModelDocument> fetch(@RequestBody byte[] body, Principal user) {
		Source source = this.sources.read(body);
		this.keyspaces.ensure(user.getName());
		return answer(this.intake.take(user.getName(), source));
	}

	private static ResponseEntity<ModelDocument> answer(Models.Added added) {
		ModelDocument document = ModelDocument.of(added.model());
		return added.created() ? ResponseEntity.created(URI.create("/api/v1/models/" + document.id())).body(document)
				: ResponseEntity.ok(document);
	}

	@GetMapping("/api/v1/models")
	Page<ModelDocument> list(@RequestParam(defaultValue = "50") int limit,
			@RequestParam(required = false) @Nullable String cursor,
			@RequestParam MultiValueMap<String, String> parameters, Principal user) {
		QueryParameters.check(parameters, "limit", "cursor");
		if (limit < 1 || limit > MAX_LIMIT) {
			throw ProblemException.invalid("limit", "must be between 1 and " + MAX_LIMIT);
		}
		Page<Model> page = this.models.list(user.getName(), cursor, limit);
		return new Page<>(page.items().stream().map(ModelDocument::of).toList(), page.next());
	}

	@GetMapping("/api/v1/models/{id}")
	ModelDocument get(@PathVariable String id, Principal user) {
		return ModelDocument.of(find(id, user));
	}

	@GetMapping("/api/v1/models/{id}/archive")
	void archive(@PathVariable String id, Principal user, HttpServletResponse response) throws IOException {
		this.downloads.send(find(id, user).id(), response);
	}

	private Model find(String id, Principal user) {
		if (!ModelId.isValid(id)) {
			throw ProblemException.notFound("model " + id);
		}
		return this.models.find(user.getName(), new ModelId(id))
			.orElseThrow(() -> ProblemException.notFound("model " + id));
	}

}
