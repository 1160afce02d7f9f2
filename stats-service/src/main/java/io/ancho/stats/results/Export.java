package io.ancho.stats.results;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

import com.datastax.oss.driver.api.core.CqlSession;
import io.ancho.events.Output;
import io.ancho.stats.failures.Failures;

/**
 * What is to be exported: some outputs of a run's sequences [from, to), failed ones left
 * out.
 */
final class Export {

	private final Failures failures;

	private final ResultRows results;

	private final List<Output> outputs;

	private final long from;

	private final long to;

	Export(CqlSession session, Failures failures, String keyspace, String run, List<Output> outputs, long from,
			long to) {
		this.failures = failures;
		this.results = new ResultRows(session, keyspace, run);
		this.outputs = List.copyOf(outputs);
		this.from = from;
		this.to = Math.max(from, to);
	}

	List<Output> outputs() {
		return this.outputs;
	}

	/** How many sequences it holds. */
	long count() {
		return this.to - this.from
				- this.failures.count(this.results.keyspace(), this.results.run(), this.from, this.to);
	}

	/** The indices of its sequences, ascending. */
	PrimitiveIterator.OfLong sequences() {
		PrimitiveIterator.OfLong failed = this.failures.indices(this.results.keyspace(), this.results.run(), this.from,
				this.to);
		return new Succeeded(this.from, this.to, failed);
	}

	/** A cursor for each output, each to be moved from sequence to sequence. */
	List<OutputCursor> cursors() {
		return this.outputs.stream().map((output) -> this.results.cursor(output, this.from)).toList();
	}

	/**
	 * The indices of a range less the failed ones.
	 */
	private static final class Succeeded implements PrimitiveIterator.OfLong {

		private final long to;

		private final PrimitiveIterator.OfLong failed;

		private long next;

		private long nextFailed;

		Succeeded(long from, long to, PrimitiveIterator.OfLong failed) {
			this.next = from - 1;
			this.to = to;
			this.failed = failed;
			this.nextFailed = from - 1;
			advance();
		}

		@Override
		public boolean hasNext() {
			return this.next < this.to;
		}

		@Override
		public long nextLong() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			long sequence = this.next;
			advance();
			return sequence;
		}

		private void advance() {
			this.next++;
			while (true) {
				while (this.nextFailed < this.next) {
					this.nextFailed = this.failed.hasNext() ? this.failed.nextLong() : Long.MAX_VALUE;
				}
				if (this.nextFailed != this.next) {
					return;
				}
				this.next++;
			}
		}

	}

}
