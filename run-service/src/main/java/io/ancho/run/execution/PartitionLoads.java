package io.ancho.run.execution;

import java.util.Arrays;

/**
 * How many of a run's chunks are out by each partition of its queue. An executor takes
 * chunks of few partitions, so that one whose executors are slower gets fewer: were they
 * dealt out in turn, all chunks would in the end be queued there, and the others'
 * executors idle.
 */
final class PartitionLoads {

	private final int start;

	private int[] loads = new int[0];

	/**
	 * Loads of nothing.
	 * @param start which partition to begin with, any number
	 */
	PartitionLoads(int start) {
		this.start = start;
	}

	/**
	 * Finds a place for one more chunk.
	 * @param partitions how many partitions the queue has
	 * @return the one with the fewest chunks, which now has one more
	 */
	int place(int partitions) {
		if (partitions > this.loads.length) {
			this.loads = Arrays.copyOf(this.loads, partitions);
		}
		int least = Math.floorMod(this.start, partitions);
		for (int i = 1; i < partitions; i++) {
			int candidate = (Math.floorMod(this.start, partitions) + i) % partitions;
			if (this.loads[candidate] < this.loads[least]) {
				least = candidate;
			}
		}
		this.loads[least]++;
		return least;
	}

	/**
	 * A chunk has left its partition.
	 * @param partition where it had been put
	 */
	void remove(int partition) {
		this.loads[partition]--;
	}

}
