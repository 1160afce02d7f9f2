package io.ancho.jobs.results;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * The values of one output in a range of sequences, put together from rows that come in
 * the order of their first sequence and may overlap. They may leave out failed sequences:
 * an executor that has seen none succeed does not know what the outputs are.
 */
final class BucketValues {

	private final String output;

	private final int width;

	private final long first;

	private final int count;

	private final double[] values;

	private final BitSet absent = new BitSet();

	private int covered;

	BucketValues(String output, int width, long first, int count) {
		this.output = output;
		this.width = width;
		this.first = first;
		this.count = count;
		this.values = new double[Math.multiplyExact(count, width)];
	}

	/**
	 * Takes the part of a row that is in the range and not there yet.
	 * @param rowFirst the row's first sequence
	 * @param rowCount how many sequences it holds
	 * @param blob their values, float64 little-endian
	 */
	void add(long rowFirst, int rowCount, ByteBuffer blob) {
		if (blob.remaining() != Double.BYTES * (long) this.width * rowCount) {
			throw new InvalidResultsException("output " + this.output + ": the row of sequence " + rowFirst + " has "
					+ blob.remaining() + " bytes for " + rowCount + " sequences of " + this.width + " doubles");
		}
		int start = (int) Math.min(this.count, rowFirst - this.first);
		int end = Math.min(this.count, start + rowCount);
		leaveOut(start);
		if (end > this.covered) {
			int skipped = (this.covered - start) * this.width;
			blob.duplicate()
				.order(ByteOrder.LITTLE_ENDIAN)
				.asDoubleBuffer()
				.position(skipped)
				.get(this.values, this.covered * this.width, (end - this.covered) * this.width);
			this.covered = end;
		}
	}

	private void leaveOut(int end) {
		if (end > this.covered) {
			Arrays.fill(this.values, this.covered * this.width, end * this.width, Double.NaN);
			this.absent.set(this.covered, end);
			this.covered = end;
		}
	}

	/**
	 * The values, sequence after sequence.
	 * @param failed asked for the sequences that failed, 0 standing for the first, if any
	 * are absent
	 * @return count × width doubles, NaN where one is absent
	 */
	double[] complete(Supplier<BitSet> failed) {
		leaveOut(this.count);
		if (!this.absent.isEmpty()) {
			this.absent.andNot(failed.get());
		}
		if (!this.absent.isEmpty()) {
			throw new InvalidResultsException("output " + this.output + ": sequence "
					+ (this.first + this.absent.nextSetBit(0)) + " has no result");
		}
		return this.values;
	}

}
