package io.ancho.stats.summary;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.ByteUtils;
import io.ancho.events.Json;
import io.ancho.events.SequencesCompleted;

import org.springframework.stereotype.Component;

/**
 * Finished summaries, in the keyspaces of the runs' owners: a row that says that there is
 * one, stored last, and the pages of its document's fields.
 */
@Component
class SummaryStore {

	private final CqlSession session;

	private final Clock clock;

	SummaryStore(CqlSession session, Clock clock) {
		this.session = session;
		this.clock = clock;
	}

	/**
	 * A stored summary.
	 *
	 * @param sequences how many sequences it is of
	 * @param bytes how long its content is
	 * @param isWhole whether its content is a document, and not only the computed fields
	 * @param content its content
	 */
	record Stored(long sequences, long bytes, boolean isWhole, Content content) {
	}

	/**
	 * What writes JSON.
	 */
	@FunctionalInterface
	interface Content {

		void writeTo(OutputStream out) throws IOException;

	}

	/**
	 * Stores a summary. Safe to repeat.
	 * @param event the run
	 * @param content the fields that were computed, without braces
	 */
	void save(SequencesCompleted event, Content content) throws IOException {
		String keyspace = event.keyspace();
		PreparedStatement insert = this.session
			.prepare("INSERT INTO " + keyspace + ".summary_pages (run, bucket, page, content) VALUES (?, ?, ?, ?)");
		SummaryPages pages = new SummaryPages((bytes, page) -> this.session
			.execute(insert.bind(event.run(), SummaryPages.bucket(page), page, bytes)));
		try (pages) {
			content.writeTo(pages);
		}
		this.session.execute(this.session.prepare("INSERT INTO " + keyspace
				+ ".summary_documents (run, sequences, pages, bytes, provenance, created_at) VALUES (?, ?, ?, ?, ?, ?)")
			.bind(event.run(), event.sequences(), pages.pages(), pages.bytes(),
					Json.mapper().writeValueAsString(event.provenance()), this.clock.instant()));
	}

	/**
	 * Finds a run's summary; its content is read when it is written on.
	 * @param keyspace the owner's keyspace
	 * @param run the run's id
	 * @return nothing if there is none yet
	 */
	Optional<Stored> find(String keyspace, String run) {
		Row row = this.session
			.execute(this.session
				.prepare("SELECT sequences, pages, bytes FROM " + keyspace + ".summary_documents WHERE run = ?")
				.bind(run))
			.one();
		if (row == null) {
			return findUnpaged(keyspace, run);
		}
		int pages = row.getInt(1);
		return Optional
			.of(new Stored(row.getLong(0), row.getLong(2), false, (out) -> write(keyspace, run, pages, out)));
	}

	private void write(String keyspace, String run, int pages, OutputStream out) throws IOException {
		PreparedStatement select = this.session
			.prepare("SELECT content FROM " + keyspace + ".summary_pages WHERE run = ? AND bucket = ? AND page = ?");
		for (int page = 0; page < pages; page++) {
			Row row = this.session.execute(select.bind(run, SummaryPages.bucket(page), page)).one();
			ByteBuffer content = (row != null) ? row.getByteBuffer(0) : null;
			if (content == null) {
				throw new IllegalStateException("page " + page + " of the summary of run " + run + " is not there");
			}
			out.write(ByteUtils.getArray(content));
		}
	}

	/**
	 * As they were stored at first: in one cell, which Cassandra refuses when it is
	 * large.
	 */
	private Optional<Stored> findUnpaged(String keyspace, String run) {
		Row row = this.session
			.execute(this.session.prepare("SELECT summary FROM " + keyspace + ".summaries WHERE run = ?").bind(run))
			.one();
		return Optional.ofNullable(row).map((found) -> {
			byte[] document = Objects.requireNonNull(found.getString(0)).getBytes(StandardCharsets.UTF_8);
			return new Stored(-1, document.length, true, (out) -> out.write(document));
		});
	}

}
