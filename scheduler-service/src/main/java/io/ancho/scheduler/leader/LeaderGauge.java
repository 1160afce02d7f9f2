package io.ancho.scheduler.leader;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Measures who leads: of all instances together, exactly one should.
 */
@Component
final class LeaderGauge implements MeterBinder {

	private final Leadership leadership;

	LeaderGauge(Leadership leadership) {
		this.leadership = leadership;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("ancho.scheduler.leader", this.leadership, (l) -> l.leads() ? 1 : 0)
			.description("Whether this instance leads")
			.register(registry);
	}

}
