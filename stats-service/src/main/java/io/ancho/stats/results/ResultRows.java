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
 */
record ResultRows(CqlSession session, String keyspace, String run) {

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
				bucket);
	}

	OutputCursor cursor(Output output, long from) {
		return new OutputCursor(this, output, from);
	}

}
