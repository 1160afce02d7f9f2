package io.ancho.scheduler.leader;

import io.ancho.scheduler.loop.SchedulerLoop;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up while this instance does what it is there for: leads, and Mesos has accepted the
 * framework, or stands by for one that leads. {@code role} says which.
 */
@Component
final class MesosHealthIndicator implements HealthIndicator {

	private final Leadership leadership;

	private final SchedulerLoop loop;

	MesosHealthIndicator(Leadership leadership, SchedulerLoop loop) {
		this.leadership = leadership;
		this.loop = loop;
	}

	@Override
	public Health health() {
		return this.leadership.leads() ? leader() : standby();
	}

	private Health leader() {
		Health.Builder health = this.loop.state().subscribed() ? Health.up()
				: Health.outOfService().withDetail("reason", "not connected to Mesos");
		return health.withDetail("role", "leader").build();
	}

	private Health standby() {
		return this.leadership.leader()
			.map((leader) -> Health.up().withDetail("leader", leader))
			.orElseGet(() -> Health.outOfService()
				.withDetail("reason", "not the leader, and nobody is known to be: see ANCHO_SCHEDULER_ZOOKEEPER"))
			.withDetail("role", "standby")
			.build();
	}

}
