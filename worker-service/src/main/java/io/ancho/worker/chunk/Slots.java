package io.ancho.worker.chunk;

import java.util.List;
import java.util.stream.IntStream;

import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.python.Runners;
import io.ancho.worker.run.EndedRuns;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * The executor's slots. A run that ends takes its runners with it.
 */
@Component
public class Slots implements AutoCloseable {

	private final List<Slot> slots;

	private final String sandbox;

	Slots(ExecutorProperties properties, Runners runners, EndedRuns endedRuns, MeterRegistry meters) {
		this.slots = IntStream.range(0, properties.slots()).mapToObj((i) -> new Slot(runners, i == 0)).toList();
		this.sandbox = runners.sandbox();
		endedRuns.onEnd((run) -> this.slots.forEach((slot) -> slot.end(run)));
		meters.gauge("ancho.slots", this.slots, List::size);
		meters.gauge("ancho.slots.busy", this.slots, (all) -> all.stream().filter(Slot::isBusy).count());
	}

	/**
	 * All of them.
	 * @return as many as configured
	 */
	public List<Slot> all() {
		return this.slots;
	}

	/**
	 * What models run behind.
	 * @return {@code bubblewrap} or {@code none}
	 */
	public String sandbox() {
		return this.sandbox;
	}

	/**
	 * Ends all Python processes.
	 */
	@Override
	public void close() {
		this.slots.forEach(Slot::close);
	}

}
