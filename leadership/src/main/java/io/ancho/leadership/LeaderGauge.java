package io.ancho.leadership;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Measures who leads: of all instances together, exactly one should.
 */
final class LeaderGauge implements MeterBinder {

	private final Leadership leadership;

	private final String name;

	/**
	 * A gauge.
	 * @param leadership what is measured
	 * @param service the service's name, such as {@code run-service}
	 */
	LeaderGauge(Leadership leadership, String service) {
		this.leadership = leadership;
		this.name = "ancho." + service.replace("-service", "") + ".leader";
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(this.name, this.leadership, (l) -> l.leads() ? 1 : 0)
			.description("Whether this instance leads")
			.register(registry);
	}

}
