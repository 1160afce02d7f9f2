package io.ancho.stats.summary;

import java.io.IOException;

import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.ProblemException;
import io.ancho.stats.provenance.Provenances;
import io.ancho.stats.runs.Run;
import io.ancho.stats.runs.Runs;

import jakarta.servlet.http.HttpServletResponse;

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

	private final Provenances provenances;

	SummaryController(Runs runs, SummaryStore store, Provenances provenances) {
		this.runs = runs;
		this.store = store;
		this.provenances = provenances;
	}

	@GetMapping(path = "/api/v1/runs/{id}/summary", produces = MediaType.APPLICATION_JSON_VALUE)
	void summary(@PathVariable String id, @AuthenticationPrincipal Jwt user, HttpServletResponse response)
			throws IOException {
		Run run = this.runs.get(id, user);
		SummaryStore.Stored summary = this.store.find(Runs.keyspace(user), id)
			.orElseThrow(() -> new ProblemException(Problem.CONFLICT,
					"run " + id + " is " + run.state() + " and has no summary"));
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		if (summary.isWhole()) {
			response.setContentLengthLong(summary.bytes());
			summary.content().writeTo(response.getOutputStream());
			return;
		}
		SummaryDocument.Frame frame = SummaryDocument.frame(id, this.provenances.of(run, Runs.keyspace(user)));
		response.setContentLengthLong(summary.bytes() + frame.bytes());
		response.getOutputStream().write(frame.begin());
		summary.content().writeTo(response.getOutputStream());
		response.getOutputStream().write(frame.end());
	}

}
