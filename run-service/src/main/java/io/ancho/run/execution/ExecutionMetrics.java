package io.ancho.run.execution;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.ancho.run.lifecycle.RunState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * What is counted of the runs.
 */
@Component
class ExecutionMetrics {

	private final MeterRegistry registry;

	private final Counter sequences;

	private final Timer chunks;

	private final Counter requeued;

	private final Counter duplicated;

	private final Map<RunState, Counter> ended = new EnumMap<>(RunState.class);

	ExecutionMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.sequences = Counter.builder("ancho.sequences")
			.description("sequences that have come in")
			.register(registry);
		this.chunks = Timer.builder("ancho.chunk")
			.description("how long the model took over a chunk")
			.register(registry);
		this.requeued = Counter.builder("ancho.chunks.requeued")
			.description("chunks put in the queue again because they did not come back")
			.register(registry);
		this.duplicated = Counter.builder("ancho.chunks.duplicated")
			.description("chunks handed out once more because they take far longer than their peers")
			.register(registry);
		for (RunState state : RunState.values()) {
			if (state.isOver()) {
				this.ended.put(state,
						Counter.builder("ancho.runs.ended").tag("state", state.name()).register(registry));
			}
		}
	}

	/**
	 * Watches the runs that are not over.
	 * @param state a state
	 * @param runs how many runs are in it
	 */
	void watch(RunState state, Supplier<Number> runs) {
		Gauge.builder("ancho.runs", runs).tag("state", state.name()).register(this.registry);
	}

	/**
	 * Watches the queues.
	 * @param chunks how many chunks are outstanding
	 */
	void watchOutstanding(Supplier<Number> chunks) {
		Gauge.builder("ancho.chunks.outstanding", chunks).register(this.registry);
	}

	void counted(int sequences, double seconds) {
		this.sequences.increment(sequences);
		this.chunks.record((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
	}

	void requeued() {
		this.requeued.increment();
	}

	void duplicated() {
		this.duplicated.increment();
	}

	void ended(RunState state) {
		Counter counter = this.ended.get(state);
		if (counter != null) {
			counter.increment();
		}
	}

}
