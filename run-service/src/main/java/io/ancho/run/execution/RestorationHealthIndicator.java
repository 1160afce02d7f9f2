package io.ancho.run.execution;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the runs that were not over at the start are taken up.
 */
@Component
class RestorationHealthIndicator implements HealthIndicator {

	private final Execution execution;

	RestorationHealthIndicator(Execution execution) {
		this.execution = execution;
	}

	@Override
	public Health health() {
		return this.execution.hasRestored() ? Health.up().build()
				: Health.outOfService().withDetail("reason", "the runs that are not over are being read").build();
	}

}
