package io.ancho.stats.results;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.Stream;

import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;
import io.ancho.stats.failures.Failures;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is to be exported: some outputs of a run's sequences [from, to), failed ones left
 * out.
 */
final class Export {

	private final Failures failures;

	private final ResultRows results;

	private final List<Output> outputs;

	private final Range range;

	private final ObjectNode provenance;

	/**
	 * An export.
	 * @param failures the runs' failures
	 * @param results the run's results
	 * @param outputs which outputs
	 * @param range which sequences
	 * @param provenance where the run's numbers come from
	 */
	Export(Failures failures, ResultRows results, List<Output> outputs, Range range, ObjectNode provenance) {
		this.failures = failures;
		this.results = results;
		this.outputs = List.copyOf(outputs);
		this.range = range;
		this.provenance = provenance;
	}

	/**
	 * Sequences.
	 *
	 * @param from the first
	 * @param to the one after the last
	 */
	record Range(long from, long to) {

		Range {
			to = Math.max(from, to);
		}

	}

	/** Where the run's numbers come from. */
	ObjectNode provenance() {
		return this.provenance;
	}

	/** What is known of the sequences that failed, read as it is asked for. */
	Stream<SequenceFailure> failures() {
		return this.failures.stream(this.results.keyspace(), this.results.run(), this.range.from(), this.range.to());
	}

	List<Output> outputs() {
		return this.outputs;
	}

	/** How many sequences it holds. */
	long count() {
		return this.range.to() - this.range.from()
				- this.failures.count(this.results.keyspace(), this.results.run(), this.range.from(), this.range.to());
	}

	/** The indices of its sequences, ascending. */
	PrimitiveIterator.OfLong sequences() {
		PrimitiveIterator.OfLong failed = this.failures.indices(this.results.keyspace(), this.results.run(),
				this.range.from(), this.range.to());
		return new Succeeded(this.range.from(), this.range.to(), failed);
	}

	/** A cursor for each output, each to be moved from sequence to sequence. */
	List<OutputCursor> cursors() {
		return this.outputs.stream().map((output) -> this.results.cursor(output, this.range.from())).toList();
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
