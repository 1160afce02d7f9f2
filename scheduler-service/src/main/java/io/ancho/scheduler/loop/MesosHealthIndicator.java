package io.ancho.scheduler.loop;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up while Mesos has accepted the framework.
 */
@Component
final class MesosHealthIndicator implements HealthIndicator {

	private final SchedulerLoop loop;

	MesosHealthIndicator(SchedulerLoop loop) {
		this.loop = loop;
	}

	@Override
	public Health health() {
		return this.loop.state().subscribed() ? Health.up().build()
				: Health.outOfService().withDetail("reason", "not connected to Mesos").build();
	}

}
