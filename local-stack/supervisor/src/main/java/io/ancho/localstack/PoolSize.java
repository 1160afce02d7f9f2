package io.ancho.localstack;

import java.util.Map;

/**
 * How many slots the standing pool has: one for each core, so that a run there is no
 * slower than in the cores of a local run.
 *
 * @param slots Python processes that compute at a time, 1 … 32
 */
record PoolSize(int slots) {

	/** Each slot has two members in the pool's share group, which has room for 200. */
	private static final int MOST = 32;

	/** What the stack itself and the rest of the machine want. */
	private static final long OTHERS_MIB = 3072;

	/** What a model's process has at least on a machine with many cores. */
	private static final long LEAST_MIB = 1024;

	/** What the executor itself has, and each of its slots beside the process. */
	private static final int OWN_MIB = 256;

	private static final int OWN_OF_A_SLOT_MIB = 64;

	private static final int PROCESS_MIB = 1728;

	/**
	 * The size that the user asked for, or else the one that fits the machine.
	 * @throws StackException if it is no number of slots
	 */
	static PoolSize of(Map<String, String> environment, int cores, long memoryMib) {
		String asked = environment.get("ANCHO_POOL_SLOTS");
		if (asked == null) {
			long fitting = (memoryMib - OTHERS_MIB) / LEAST_MIB;
			return new PoolSize((int) Math.max(1, Math.min(Math.min(cores, MOST), fitting)));
		}
		if (!asked.strip().matches("[1-9][0-9]?") || Integer.parseInt(asked.strip()) > MOST) {
			throw new StackException("ANCHO_POOL_SLOTS must be a number from 1 to " + MOST + ", not \"" + asked + "\"");
		}
		return new PoolSize(Integer.parseInt(asked.strip()));
	}

	/** What the executor may have of memory in all, as {@code ANCHO_MEM_MIB} says it. */
	int memoryMib() {
		return OWN_MIB + this.slots * (OWN_OF_A_SLOT_MIB + PROCESS_MIB);
	}

}
