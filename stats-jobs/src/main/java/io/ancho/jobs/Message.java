package io.ancho.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.jobs.summary.Request;

/**
 * A line that comes in: a run to summarise, a run to stop summarising, or a question
 * whether anyone is there.
 */
sealed interface Message {

	/**
	 * Reads a line.
	 * @throws IOException if it is not JSON
	 * @throws IllegalArgumentException if it is no message
	 */
	static Message read(String line, ObjectMapper mapper) throws IOException {
		JsonNode json = mapper.readTree(line);
		return switch (json.path("op").asText()) {
			case "summarise" -> new Summarise(json.required("id").asText(),
					Lane.named(json.path("lane").asText("large")), request(json));
			case "cancel" -> new Cancel(json.required("id").asText());
			case "ping" -> new Ping(json.required("id").asText());
			default -> throw new IllegalArgumentException("no message: " + line);
		};
	}

	private static Request request(JsonNode json) {
		List<Output> outputs = new ArrayList<>();
		for (JsonNode output : json.required("outputs")) {
			outputs.add(new Output(output.required("name").asText(),
					output.path("length").isInt() ? output.path("length").asInt() : null));
		}
		List<Target> targets = new ArrayList<>();
		for (JsonNode target : json.required("targets")) {
			targets.add(new Target(target.required("name").asText(), target.required("output").asText(),
					target.required("op").asText(), target.required("value").asDouble()));
		}
		List<Double> quantiles = new ArrayList<>();
		json.required("quantiles").forEach((p) -> quantiles.add(p.asDouble()));
		return new Request(json.required("run").asText(), json.required("keyspace").asText(),
				json.required("sequences").asLong(), outputs, targets, quantiles);
	}

	/**
	 * A run to summarise.
	 *
	 * @param id echoed in the answer
	 * @param lane where to make it
	 * @param request what to summarise
	 */
	record Summarise(String id, Lane lane, Request request) implements Message {
	}

	/**
	 * The summary of a message that is not wanted any more; its answer is an error.
	 *
	 * @param id the id of the message to stop
	 */
	record Cancel(String id) implements Message {
	}

	/**
	 * A question whether Spark works; its answer comes after a job of one task.
	 *
	 * @param id echoed in the answer
	 */
	record Ping(String id) implements Message {
	}

}
