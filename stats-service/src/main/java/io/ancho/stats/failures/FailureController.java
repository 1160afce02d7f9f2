package io.ancho.stats.failures;

import io.ancho.stats.problem.ProblemException;
import io.ancho.stats.problem.QueryParameters;
import io.ancho.stats.runs.Run;
import io.ancho.stats.runs.Runs;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.ancho.events.Json;

@RestController
class FailureController {

	private static final int MOST = 1000;

	private final Runs runs;

	private final Failures failures;

	FailureController(Runs runs, Failures failures) {
		this.runs = runs;
		this.failures = failures;
	}

	@GetMapping("/api/v1/runs/{id}/failures")
	ResponseEntity<byte[]> failures(@PathVariable String id, @RequestParam(defaultValue = "100") int limit,
			@RequestParam(required = false) @Nullable String cursor,
			@RequestParam MultiValueMap<String, String> parameters, @AuthenticationPrincipal Jwt user) {
		QueryParameters.check(parameters, "limit", "cursor");
		if (limit < 1 || limit > MOST) {
			throw ProblemException.invalid("limit", "must be from 1 to " + MOST);
		}
		long from = FailurePage.position(cursor);
		Run run = this.runs.get(id, user);
		long to = (run.progress().failed() > 0) ? run.sequences() : from;
		FailurePage page = FailurePage.of(this.failures.list(Runs.keyspace(user), id, from, to, limit), limit);
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(page));
	}

}
