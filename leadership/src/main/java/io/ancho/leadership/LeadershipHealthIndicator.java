package io.ancho.leadership;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up while this instance leads, or stands by for one that does: {@code role} says which.
 */
public final class LeadershipHealthIndicator implements HealthIndicator {

	private final Leadership leadership;

	LeadershipHealthIndicator(Leadership leadership) {
		this.leadership = leadership;
	}

	@Override
	public Health health() {
		return this.leadership.leads() ? Health.up().withDetail("role", "leader").build() : standby();
	}

	private Health standby() {
		return this.leadership.leader()
			.map((leader) -> Health.up().withDetail("leader", leader).withDetail("reason", "stands by for " + leader))
			.orElseGet(() -> Health.outOfService()
				.withDetail("reason", "not the leader, and nobody is known to be: " + this.leadership.hindrance()))
			.withDetail("role", "standby")
			.build();
	}

}
