package io.ancho.run.planning;

import java.util.List;

import io.ancho.events.Output;

/**
 * How large the next chunk is: about two seconds of work, whole blocks for a batch model,
 * never more output than an executor wants in memory, and towards the run's end smaller,
 * so that all slots finish together.
 *
 * @param blockSize sequences in a batch model's block
 */
record ChunkSizer(int blockSize) {

	static final double TARGET_SECONDS = 2;

	/** However many slots there are, chunks come in no faster than so many a second. */
	static final double MAX_CHUNKS_PER_SECOND = 500;

	/** So that one lucky measurement does not make a chunk of minutes. */
	static final int MAX_GROWTH = 8;

	static final int MAX_SEQUENCES = 4 * 1024 * 1024;

	static final long MAX_BYTES = 64L * 1024 * 1024;

	/** Even 1,000 doubles a sequence stay within {@link #MAX_BYTES}. */
	private static final int PILOT_SEQUENCES = 8 * 1024;

	/** Near the end chunks get smaller, but not so small that moving them costs more. */
	private static final double LEAST_SECONDS = 0.1;

	/**
	 * The most that a pilot may have. Whether the model computes blocks is not known yet,
	 * so it is whole blocks in any case.
	 * @return a number of sequences
	 */
	int pilot() {
		return wholeBlocks(PILOT_SEQUENCES);
	}

	/**
	 * The size of the next chunk.
	 * @param unplanned how many sequences are left
	 * @param slots how many slots share the work
	 * @param pace the model's speed
	 * @param batch whether the model computes blocks
	 * @param outputs the model's outputs
	 * @return a number of sequences, 1 or more
	 */
	int next(long unplanned, int slots, Pace pace, boolean batch, List<Output> outputs) {
		double wanted = Math.max(TARGET_SECONDS, slots / MAX_CHUNKS_PER_SECOND) / pace.secondsPerSequence();
		double least = LEAST_SECONDS / pace.secondsPerSequence();
		double fairShare = Math.ceil((double) unplanned / slots);
		double size = Math.min(wanted, Math.max(least, fairShare));
		size = Math.min(size, (double) pace.largest() * MAX_GROWTH);
		int sequences = (int) Math.max(1, Math.min(size, most(outputs)));
		return batch ? wholeBlocks(sequences) : sequences;
	}

	private static int most(List<Output> outputs) {
		long width = 0;
		for (Output output : outputs) {
			width += output.width();
		}
		return (int) Math.max(1, Math.min(MAX_SEQUENCES, MAX_BYTES / (Double.BYTES * Math.max(1, width))));
	}

	private int wholeBlocks(int sequences) {
		return Math.max(1, sequences / this.blockSize) * this.blockSize;
	}

	/**
	 * Whether a chunk's end is one that a batch model can have.
	 * @param end the sequence after its last
	 * @param total the run's sequences
	 * @param batch whether the model computes blocks
	 * @return false if it cuts a block that is not the last
	 */
	boolean isEnd(long end, long total, boolean batch) {
		return !batch || end % this.blockSize == 0 || end == total;
	}

}
