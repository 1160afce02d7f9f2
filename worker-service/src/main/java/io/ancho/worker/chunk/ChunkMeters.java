package io.ancho.worker.chunk;

import java.util.concurrent.TimeUnit;

import io.ancho.worker.python.Slice;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/**
 * How much is computed and stored, and how long it takes.
 */
@Component
class ChunkMeters {

	private final Counter sequences;

	private final Counter failures;

	private final Counter died;

	private final Timer compute;

	private final Timer store;

	ChunkMeters(MeterRegistry meters) {
		this.sequences = meters.counter("ancho.sequences");
		this.failures = meters.counter("ancho.sequences.failed");
		this.died = meters.counter("ancho.python.died");
		this.compute = meters.timer("ancho.chunk.compute");
		this.store = meters.timer("ancho.chunk.store");
	}

	void computed(Slice slice) {
		this.sequences.increment(slice.count());
		this.failures.increment(slice.failures().size());
		this.compute.record((long) (slice.seconds() * 1e9), TimeUnit.NANOSECONDS);
	}

	void stored(long nanos) {
		this.store.record(nanos, TimeUnit.NANOSECONDS);
	}

	void runnerLost() {
		this.died.increment();
	}

}
