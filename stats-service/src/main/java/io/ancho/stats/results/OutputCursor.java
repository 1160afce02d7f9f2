package io.ancho.stats.results;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.Output;
import io.ancho.events.ResultLayout;
import org.jspecify.annotations.Nullable;

/**
 * One output's values, sequence after sequence. It holds a page of rows of one bucket at
 * a time: at most about a mebibyte.
 */
final class OutputCursor {

	private final ResultRows results;

	private final Output output;

	private final int width;

	private @Nullable BucketRows rows;

	private long rowFirst;

	private long rowEnd;

	private DoubleBuffer row = DoubleBuffer.allocate(0);

	private long next;

	OutputCursor(ResultRows results, Output output, long from) {
		this.results = results;
		this.output = output;
		this.width = output.width();
		this.next = from;
		this.rowEnd = Long.MIN_VALUE;
	}

	Output output() {
		return this.output;
	}

	/**
	 * Moves on to a sequence and reads its values.
	 * @param sequence the sequence, not before the last one that was read
	 * @param into as many values as the output's width
	 */
	void read(long sequence, double[] into) {
		this.next = sequence;
		while (this.rowEnd <= this.next) {
			advance();
		}
		if (this.rowFirst > this.next) {
			throw new IncompleteResultsException(this.output.name(), this.next);
		}
		this.row.get(Math.toIntExact((this.next - this.rowFirst) * this.width), into, 0, this.width);
	}

	private void advance() {
		int bucket = ResultLayout.bucket(this.next, this.width);
		if (this.rows == null || this.rows.bucket() != bucket) {
			this.rows = this.results.bucket(this.output, bucket, this.next);
		}
		Row found = this.rows.next();
		if (found == null) {
			throw new IncompleteResultsException(this.output.name(), this.next);
		}
		this.rowFirst = found.getLong(0);
		this.rowEnd = this.rowFirst + found.getInt(1);
		ByteBuffer values = found.getByteBuffer(2);
		if (values == null || values.remaining() != (this.rowEnd - this.rowFirst) * this.width * Double.BYTES) {
			throw new IncompleteResultsException(this.output.name(), this.rowFirst);
		}
		this.row = values.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
	}

}
