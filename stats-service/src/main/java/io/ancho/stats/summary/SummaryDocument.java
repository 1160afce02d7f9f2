package io.ancho.stats.summary;

import io.ancho.events.Json;
import io.ancho.events.SequencesCompleted;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The summary document: what Spark computed, between the run's id and where its numbers
 * come from.
 */
final class SummaryDocument {

	private SummaryDocument() {
	}

	static String of(SequencesCompleted event, JsonNode summary) {
		ObjectNode document = Json.mapper().createObjectNode();
		document.put("run_id", event.run());
		summary.properties().forEach((entry) -> document.set(entry.getKey(), entry.getValue()));
		document.set("provenance", Json.mapper().valueToTree(event.provenance()));
		return Json.mapper().writeValueAsString(document);
	}

	/** Whether a stored document is of as many sequences as an event tells of. */
	static boolean isOf(String document, SequencesCompleted event) {
		return Json.mapper().readTree(document).path("sequences").asLong(-1) == event.sequences();
	}

	static ObjectNode request(SequencesCompleted event) {
		ObjectNode request = Json.mapper().createObjectNode();
		request.put("op", "summarise");
		request.put("run", event.run());
		request.put("keyspace", event.keyspace());
		request.put("sequences", event.sequences());
		request.set("outputs", Json.mapper().valueToTree(event.outputs()));
		request.set("targets", Json.mapper().valueToTree(event.targets()));
		request.set("quantiles", Json.mapper().valueToTree(event.quantiles()));
		return request;
	}

}
