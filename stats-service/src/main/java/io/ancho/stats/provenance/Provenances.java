package io.ancho.stats.provenance;

import java.util.Optional;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.Json;
import io.ancho.stats.runs.Run;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * The provenance of runs: what run-service knows of them, and what is stored with their
 * summaries.
 */
@Component
public class Provenances {

	private final CqlSession session;

	Provenances(CqlSession session) {
		this.session = session;
	}

	/**
	 * A run's provenance.
	 * @param run the run
	 * @param keyspace its owner's keyspace
	 * @return its provenance document
	 */
	public ObjectNode of(Run run, String keyspace) {
		Row row = this.session
			.execute(this.session.prepare("SELECT provenance FROM " + keyspace + ".summary_documents WHERE run = ?")
				.bind(run.id()))
			.one();
		Optional<String> learnt = Optional.ofNullable(row).map((found) -> found.getString(0));
		return ProvenanceDocument.of(run, learnt.map(Json.mapper()::readTree).orElse(null));
	}

}
