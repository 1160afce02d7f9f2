package io.ancho.run.leader;

import io.ancho.leadership.Leadership;
import io.ancho.run.execution.Execution;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether a leader has taken up the runs that are not over. Whoever stands by for another
 * has nothing to take up.
 */
@Component
class RestorationHealthIndicator implements HealthIndicator {

	private final Execution execution;

	private final Leadership leadership;

	RestorationHealthIndicator(Execution execution, Leadership leadership) {
		this.execution = execution;
		this.leadership = leadership;
	}

	@Override
	public Health health() {
		return this.execution.hasRestored() || standsBy() ? Health.up().build()
				: Health.outOfService().withDetail("reason", "the runs that are not over are being read").build();
	}

	private boolean standsBy() {
		return !this.leadership.leads()
				&& this.leadership.leader().filter((leader) -> !leader.equals(this.leadership.name())).isPresent();
	}

}
