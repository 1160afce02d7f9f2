package io.ancho.stats.summary;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Up while runs' events are read.
 */
@Component
class RunEventsHealthIndicator extends AbstractHealthIndicator {

	private final RunEvents events;

	RunEventsHealthIndicator(RunEvents events) {
		this.events = events;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.status(this.events.isReading() ? "UP" : "OUT_OF_SERVICE")
			.withDetail("role", (this.events.partitions() > 0) ? "summarises" : "standby")
			.withDetail("partitions", this.events.partitions());
	}

}
