package io.ancho.stats.results;

import java.nio.ByteBuffer;
import java.util.Iterator;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one bucket in order, a page at a time: as many rows as the last row's size
 * suggests, and at least one.
 */
final class BucketRows {

	private static final int MOST_ROWS = 500;

	private final CqlSession session;

	private final BoundStatement statement;

	private final int bucket;

	private final int pageBytes;

	private Iterator<Row> page;

	private @Nullable ByteBuffer following;

	private int rowBytes;

	BucketRows(CqlSession session, BoundStatement statement, int bucket, int pageBytes) {
		this.session = session;
		this.statement = statement;
		this.bucket = bucket;
		this.pageBytes = pageBytes;
		this.rowBytes = pageBytes;
		this.page = fetch(statement.setPageSize(1));
	}

	int bucket() {
		return this.bucket;
	}

	/** The next row, or null after the last. */
	@Nullable Row next() {
		while (!this.page.hasNext()) {
			if (this.following == null) {
				return null;
			}
			int rows = Math.max(1, Math.min(MOST_ROWS, this.pageBytes / Math.max(1, this.rowBytes)));
			this.page = fetch(this.statement.setPageSize(rows).setPagingState(this.following));
		}
		Row row = this.page.next();
		ByteBuffer values = row.getBytesUnsafe(2);
		this.rowBytes = (values != null) ? values.remaining() : 1;
		return row;
	}

	private Iterator<Row> fetch(BoundStatement of) {
		ResultSet rows = this.session.execute(of);
		this.following = rows.getExecutionInfo().getPagingState();
		int available = rows.getAvailableWithoutFetching();
		return new Iterator<>() {

			private int left = available;

			private final Iterator<Row> all = rows.iterator();

			@Override
			public boolean hasNext() {
				return this.left > 0;
			}

			@Override
			public Row next() {
				this.left--;
				return this.all.next();
			}
		};
	}

}
