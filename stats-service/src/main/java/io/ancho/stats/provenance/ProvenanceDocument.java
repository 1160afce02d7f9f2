package io.ancho.stats.provenance;

import java.util.List;

import io.ancho.events.Json;
import io.ancho.stats.runs.Run;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a run's numbers come from, in the one shape that summaries, exports and the SDK
 * have. What is not known is null: versions, until all sequences are in.
 */
public final class ProvenanceDocument {

	private static final List<String> MODEL = List.of("id", "name", "entrypoint");

	/** What is learnt when the model runs. */
	private static final List<String> LEARNT = List.of("python", "packages", "ancho", "source", "sandbox",
			"environment", "reproducible");

	private ProvenanceDocument() {
	}

	/**
	 * The document of a run.
	 * @param run the run
	 * @param learnt what was learnt when it ran, or null
	 * @return the document
	 */
	public static ObjectNode of(Run run, @Nullable JsonNode learnt) {
		ObjectNode document = Json.mapper().createObjectNode();
		document.put("run_id", run.id());
		document.set("model", fields(run.model(), MODEL));
		document.set("seed", run.seed());
		document.put("sequences", run.sequences());
		document.put("failed", run.progress().failed());
		document.set("starting_values", run.startingValues());
		document.set("targets", run.targets());
		document.set("quantiles", run.quantiles());
		document.set("block_size", run.blockSize());
		return document.setAll(fields(learnt, LEARNT));
	}

	private static ObjectNode fields(@Nullable JsonNode of, List<String> names) {
		ObjectNode chosen = Json.mapper().createObjectNode();
		names.forEach((name) -> chosen.set(name, (of != null) ? of.get(name) : null));
		return chosen;
	}

}
