package io.ancho.stats.results;

import com.datastax.oss.driver.api.core.CqlSession;
import io.ancho.events.Output;
import io.ancho.events.ResultLayout;

/**
 * The table {@code results} of one run.
 *
 * @param session the connection
 * @param keyspace the owner's keyspace
 * @param run the run's id
 * @param outputs how many outputs are read side by side
 */
record ResultRows(CqlSession session, String keyspace, String run, int outputs) {

	/** What the pages of all outputs together take. */
	private static final int ALL_PAGES_BYTES = 8 * 1024 * 1024;

	private static final int PAGE_BYTES = 1024 * 1024;

	/**
	 * The rows of a bucket that may hold a sequence or one after it.
	 * @param output the output
	 * @param bucket the bucket
	 * @param sequence a sequence of it
	 * @return the rows by their first sequence
	 */
	BucketRows bucket(Output output, int bucket, long sequence) {
		long earliest = sequence - ResultLayout.maxRowSequences(output.width());
		return new BucketRows(this.session,
				this.session
					.prepare("SELECT first_sequence, count, values FROM " + this.keyspace
							+ ".results WHERE run = ? AND output = ? AND bucket = ? AND first_sequence > ?")
					.bind(this.run, output.name(), bucket, earliest),
				bucket, Math.min(PAGE_BYTES, ALL_PAGES_BYTES / Math.max(1, this.outputs)));
	}

	OutputCursor cursor(Output output, long from) {
		return new OutputCursor(this, output, from);
	}

}
