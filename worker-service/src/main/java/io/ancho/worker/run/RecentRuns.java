package io.ancho.worker.run;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the runs that were met last: so much in all, however much it is
 * of each. Safe for use by several threads.
 *
 * @param <C> what is remembered of a run
 */
public final class RecentRuns<C extends Collection<?>> {

	private final int capacity;

	private final Map<String, C> byRun = new LinkedHashMap<>(16, 0.75f, true);

	private int size;

	/**
	 * Nothing is remembered yet.
	 * @param capacity how many elements, of all the runs together
	 */
	public RecentRuns(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * What is remembered of a run.
	 * @param run the run's id
	 * @return null if there is nothing, or not any more
	 */
	public synchronized @Nullable C of(String run) {
		return this.byRun.get(run);
	}

	/**
	 * Remembers something of a run in place of what was, and forgets the runs that were
	 * met longest ago if it is too much.
	 * @param run the run's id
	 * @param what what to remember
	 */
	public synchronized void put(String run, C what) {
		C before = this.byRun.put(run, what);
		this.size += weight(what) - ((before != null) ? weight(before) : 0);
		Iterator<C> oldest = this.byRun.values().iterator();
		while (this.size > this.capacity) {
			this.size -= weight(oldest.next());
			oldest.remove();
		}
	}

	/** The run's id is something too. */
	private static int weight(Collection<?> what) {
		return 1 + what.size();
	}

}
