package io.ancho.run.registry;

import java.security.Principal;
import java.util.List;
import java.util.Optional;

import io.ancho.run.execution.RunView;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.problem.QueryParameters;
import io.ancho.run.storage.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.util.MultiValueMap;

@RestController
class RunController {

	private static final int MAX_LIMIT = 200;

	private final Registry registry;

	RunController(Registry registry) {
		this.registry = registry;
	}

	@GetMapping("/api/v1/runs")
	Page<RunDocument> list(@RequestParam(required = false) @Nullable String state,
			@RequestParam(required = false) @Nullable String name,
			@RequestParam MultiValueMap<String, String> parameters, @RequestParam(defaultValue = "50") int limit,
			@RequestParam Optional<String> cursor, Principal user) {
		if (limit < 1 || limit > MAX_LIMIT) {
			throw ProblemException.invalid("limit", "must be between 1 and " + MAX_LIMIT);
		}
		QueryParameters.check(parameters, "state", "name", "label", "limit", "cursor");
		RunFilter filter = RunFilter.of(state, name, parameters.getOrDefault("label", List.of()));
		Page<RunView> page = this.registry.list(user.getName(), filter, cursor, limit);
		return new Page<>(page.items().stream().map(RunDocument::of).toList(), page.next());
	}

	@GetMapping("/api/v1/runs/{id}")
	RunDocument get(@PathVariable String id, Principal user) {
		return RunDocument.of(this.registry.get(user.getName(), id));
	}

	@PostMapping("/api/v1/runs/{id}/cancel")
	ResponseEntity<RunDocument> cancel(@PathVariable String id, Principal user) {
		Registry.Cancelled cancelled = this.registry.cancel(user.getName(), id);
		HttpStatus status = cancelled.byThis() ? HttpStatus.ACCEPTED : HttpStatus.OK;
		return ResponseEntity.status(status).body(RunDocument.of(cancelled.view()));
	}

}
