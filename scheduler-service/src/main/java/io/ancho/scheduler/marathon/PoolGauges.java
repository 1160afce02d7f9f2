package io.ancho.scheduler.marathon;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Measures what the pool's size follows from. Where another instance leads there is
 * nothing to measure.
 */
final class PoolGauges implements MeterBinder {

	private volatile double outstanding = Double.NaN;

	private volatile double instances = Double.NaN;

	void looked(long outstanding, int instances) {
		this.outstanding = outstanding;
		this.instances = instances;
	}

	void unknown() {
		this.outstanding = Double.NaN;
		this.instances = Double.NaN;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("ancho.scheduler.pool.outstanding", this, (gauges) -> gauges.outstanding)
			.description("Chunks of the pool's queue that wait or are being executed")
			.register(registry);
		Gauge.builder("ancho.scheduler.pool.instances", this, (gauges) -> gauges.instances)
			.description("Instances that the pool shall have, by Marathon")
			.register(registry);
	}

}
