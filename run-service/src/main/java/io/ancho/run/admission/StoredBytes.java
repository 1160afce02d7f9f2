package io.ancho.run.admission;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.run.storage.Keyspace;

import org.springframework.stereotype.Component;

/**
 * The results that users' runs have left, before compression.
 */
@Component
class StoredBytes {

	private final CqlSession session;

	private final PreparedStatement sum;

	StoredBytes(CqlSession session, Keyspace keyspace) {
		this.session = session;
		this.sum = session
			.prepare("SELECT sum(stored_bytes) AS bytes FROM " + keyspace.table("runs_by_owner") + " WHERE owner = ?");
	}

	/**
	 * All of a user's results.
	 * @param owner the user
	 * @return bytes, those of runs that still execute left out
	 */
	long of(String owner) {
		Row row = this.session.execute(this.sum.bind(owner)).one();
		return (row != null) ? row.getLong("bytes") : 0;
	}

}
