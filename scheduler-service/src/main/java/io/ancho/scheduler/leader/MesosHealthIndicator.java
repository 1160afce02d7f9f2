package io.ancho.scheduler.leader;

import java.time.Clock;
import java.util.Map;

import io.ancho.leadership.Leadership;
import io.ancho.leadership.LeadershipHealthIndicator;
import io.ancho.scheduler.core.Failures;
import io.ancho.scheduler.core.SchedulerState;
import io.ancho.scheduler.core.WantedRun;
import io.ancho.scheduler.loop.SchedulerLoop;
import io.ancho.scheduler.outage.Outages;
import io.ancho.scheduler.outage.Outages.Needed;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up while this instance does what it is there for: leads, is accepted by Mesos, and can
 * store and tell what it decides; or stands by for one that leads. {@code role} says
 * which, {@code reason} what is amiss, and {@code launches} what an operator should look
 * at although this service does what it can.
 */
@Component
final class MesosHealthIndicator implements HealthIndicator {

	private final Leadership leadership;

	private final LeadershipHealthIndicator standby;

	private final SchedulerLoop loop;

	private final Outages outages;

	private final Clock clock;

	MesosHealthIndicator(Leadership leadership, LeadershipHealthIndicator standby, SchedulerLoop loop, Outages outages,
			Clock clock) {
		this.leadership = leadership;
		this.standby = standby;
		this.loop = loop;
		this.outages = outages;
		this.clock = clock;
	}

	@Override
	public Health health() {
		return this.leadership.leads() ? leader() : this.standby.health();
	}

	private Health leader() {
		SchedulerState state = this.loop.state();
		Map<Needed, String> amiss = this.outages.all();
		if (!state.subscribed()) {
			amiss.putIfAbsent(Needed.MESOS,
					"not subscribed with Mesos yet: it has been asked to accept this framework");
		}
		Health.Builder health = amiss.isEmpty() ? Health.up()
				: Health.outOfService().withDetail("reason", String.join("; ", amiss.values()));
		state.failingRuns()
			.stream()
			.filter((run) -> !state.blamesTheRun(run, this.clock.instant()))
			.findFirst()
			.ifPresent((run) -> health.withDetail("launches", launches(run)));
		return health.withDetail("role", "leader").build();
	}

	private static String launches(WantedRun run) {
		Failures failures = run.failures();
		return "executors fail to launch: of run " + run.id() + " " + failures.inARow() + " attempts in a row since "
				+ failures.failingSince() + ", the latest " + failures.latest();
	}

}
