package io.ancho.stats.results;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.datastax.oss.driver.api.core.CqlSession;
import io.ancho.events.Output;
import io.ancho.stats.failures.Failures;
import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.ProblemException;
import io.ancho.stats.problem.QueryParameters;
import io.ancho.stats.provenance.Provenances;
import io.ancho.stats.runs.Run;
import io.ancho.stats.runs.Runs;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ResultController {

	private final Runs runs;

	private final CqlSession session;

	private final Failures failures;

	private final Exports exports;

	private final Provenances provenances;

	ResultController(Runs runs, CqlSession session, Failures failures, Exports exports, Provenances provenances) {
		this.runs = runs;
		this.session = session;
		this.failures = failures;
		this.exports = exports;
		this.provenances = provenances;
	}

	@GetMapping("/api/v1/runs/{id}/results")
	void results(@PathVariable String id, @RequestParam(required = false) @Nullable String format,
			@RequestParam(required = false) @Nullable List<String> outputs, @RequestParam(defaultValue = "0") long from,
			@RequestParam(required = false) @Nullable Long to, @RequestParam MultiValueMap<String, String> parameters,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
			@AuthenticationPrincipal Jwt user, HttpServletResponse response) throws IOException {
		QueryParameters.check(parameters, "format", "outputs", "from", "to");
		FormatChoice choice = FormatChoice.of(format, accept);
		Format chosen = choice.format();
		if (from < 0) {
			throw ProblemException.invalid("from", "must be at least 0");
		}
		if (to != null && to < from) {
			throw ProblemException.invalid("to", "must not be below from");
		}
		Run run = this.runs.get(id, user);
		long end = (to != null) ? Math.min(to, run.readable()) : run.readable();
		List<Output> wanted = (outputs != null) ? chosen(run.knownOutputs(), outputs) : run.knownOutputs();
		refuseAmbiguous(chosen, wanted);
		ResultRows rows = new ResultRows(this.session, Runs.keyspace(user), id, wanted.size());
		Export export = new Export(this.failures, rows, wanted, new Export.Range(from, end),
				this.provenances.of(run, Runs.keyspace(user)));
		response.setContentType(chosen.contentType(choice.mediaType()));
		response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"results." + chosen.key() + "\"");
		this.exports.write(export, chosen, response.getOutputStream());
	}

	private static List<Output> chosen(List<Output> known, List<String> names) {
		if (names.isEmpty()) {
			throw ProblemException.invalid("outputs", "names no output; leave it out to get all of them");
		}
		Map<String, Output> byName = known.stream().collect(Collectors.toMap(Output::name, Function.identity()));
		return names.stream().distinct().map((name) -> {
			Output output = byName.get(name);
			if (output == null) {
				throw ProblemException.invalid("outputs", "there is no output " + name + "; there are "
						+ known.stream().map(Output::name).collect(Collectors.joining(", ")));
			}
			return output;
		}).toList();
	}

	private static void refuseAmbiguous(Format format, List<Output> outputs) {
		boolean isKeyed = format == Format.NPZ || format == Format.JSONL;
		if (isKeyed && outputs.stream().anyMatch((output) -> output.name().equals("sequence"))) {
			throw new ProblemException(Problem.CONFLICT,
					"an output is named sequence as the indices are; ask for other outputs, or for json or csv");
		}
	}

}
