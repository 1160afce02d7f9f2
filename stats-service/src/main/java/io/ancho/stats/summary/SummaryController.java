package io.ancho.stats.summary;

import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.ProblemException;
import io.ancho.stats.runs.Run;
import io.ancho.stats.runs.Runs;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SummaryController {

	private final Runs runs;

	private final SummaryStore store;

	SummaryController(Runs runs, SummaryStore store) {
		this.runs = runs;
		this.store = store;
	}

	@GetMapping(path = "/api/v1/runs/{id}/summary", produces = MediaType.APPLICATION_JSON_VALUE)
	String summary(@PathVariable String id, @AuthenticationPrincipal Jwt user) {
		Run run = this.runs.get(id, user);
		return this.store.find(Runs.keyspace(user), id)
			.orElseThrow(() -> new ProblemException(Problem.CONFLICT,
					"run " + id + " is " + run.state() + " and has no summary"));
	}

}
