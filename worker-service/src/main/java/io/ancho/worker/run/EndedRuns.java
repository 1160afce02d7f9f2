package io.ancho.worker.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;

/**
 * The runs that are known to be over, the last few thousand of them.
 */
@Component
public class EndedRuns {

	private static final int MAX = 10_000;

	private final Map<String, Boolean> ended = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > MAX;
		}
	};

	private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Notes that a run is over and tells the listeners, once.
	 * @param run the run's id
	 */
	public void add(String run) {
		synchronized (this.ended) {
			if (this.ended.put(run, true) != null) {
				return;
			}
		}
		this.listeners.forEach((listener) -> listener.accept(run));
	}

	/**
	 * Whether a run is known to be over.
	 * @param run the run's id
	 * @return false if it is not, or ended long ago
	 */
	public boolean contains(String run) {
		synchronized (this.ended) {
			return this.ended.containsKey(run);
		}
	}

	/**
	 * Asks to be told of every run that ends from now on.
	 * @param listener receives the run's id; must not block
	 */
	public void onEnd(Consumer<String> listener) {
		this.listeners.add(listener);
	}

}
