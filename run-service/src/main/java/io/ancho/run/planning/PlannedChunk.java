package io.ancho.run.planning;

/**
 * A chunk that was planned and has not come in.
 *
 * @param ordinal which chunk of the run it is, from 0
 * @param first its first sequence
 * @param count how many sequences; for a pilot, at most
 * @param pilot whether it is the run's pilot
 */
public record PlannedChunk(int ordinal, long first, int count, boolean pilot) {

	long end() {
		return this.first + this.count;
	}

}
