package io.ancho.stats.results;

import java.util.Optional;

import com.datastax.oss.driver.api.core.CqlSession;
import io.ancho.events.Json;
import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;
import io.ancho.stats.failures.Failures;
import io.ancho.stats.problem.ProblemException;
import io.ancho.stats.runs.Run;
import io.ancho.stats.runs.Runs;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * One sequence: its outputs, or why there are none.
 */
@RestController
class SequenceController {

	private final Runs runs;

	private final CqlSession session;

	private final Failures failures;

	SequenceController(Runs runs, CqlSession session, Failures failures) {
		this.runs = runs;
		this.session = session;
		this.failures = failures;
	}

	@GetMapping(path = "/api/v1/runs/{id}/sequences/{sequence}", produces = MediaType.APPLICATION_JSON_VALUE)
	byte[] sequence(@PathVariable String id, @PathVariable long sequence, @AuthenticationPrincipal Jwt user) {
		Run run = this.runs.get(id, user);
		if (sequence < 0 || sequence >= run.readable()) {
			throw ProblemException.notFound(
					"sequence " + sequence + " in run " + id + ", whose first " + run.readable() + " sequences are in");
		}
		String keyspace = Runs.keyspace(user);
		ObjectNode document = Json.mapper().createObjectNode().put("sequence", sequence);
		Optional<SequenceFailure> failure = this.failures.find(keyspace, id, sequence);
		if (failure.isPresent()) {
			document.set("failure", Json.mapper().valueToTree(failure.get()));
		}
		else {
			document.set("outputs", outputs(new ResultRows(this.session, keyspace, id, 1), run, sequence));
		}
		return Json.mapper().writeValueAsBytes(document);
	}

	private static ObjectNode outputs(ResultRows results, Run run, long sequence) {
		ObjectNode outputs = Json.mapper().createObjectNode();
		for (Output output : run.knownOutputs()) {
			double[] values = new double[output.width()];
			results.cursor(output, sequence).read(sequence, values);
			ArrayNode elements = Json.mapper().createArrayNode();
			for (double value : values) {
				elements.add(Double.isFinite(value) ? (Double) value : null);
			}
			outputs.set(output.name(), (output.length() != null) ? elements : elements.get(0));
		}
		return outputs;
	}

}
