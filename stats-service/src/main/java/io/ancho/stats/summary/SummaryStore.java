package io.ancho.stats.summary;

import java.time.Clock;
import java.util.Optional;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;

import org.springframework.stereotype.Component;

/**
 * Finished summaries, in the keyspaces of the runs' owners.
 */
@Component
class SummaryStore {

	private final CqlSession session;

	private final Clock clock;

	SummaryStore(CqlSession session, Clock clock) {
		this.session = session;
		this.clock = clock;
	}

	void save(String keyspace, String run, String summary) {
		this.session.execute(this.session
			.prepare("INSERT INTO " + keyspace + ".summaries (run, summary, created_at) VALUES (?, ?, ?)")
			.bind(run, summary, this.clock.instant()));
	}

	Optional<String> find(String keyspace, String run) {
		Row row = this.session
			.execute(this.session.prepare("SELECT summary FROM " + keyspace + ".summaries WHERE run = ?").bind(run))
			.one();
		return Optional.ofNullable(row).map((found) -> found.getString(0));
	}

}
