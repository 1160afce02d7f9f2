package io.ancho.scheduler.loop;

import java.time.Clock;

import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.SchedulerState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Measures what there is.
 */
@Component
final class SchedulerGauges implements MeterBinder {

	private final SchedulerLoop loop;

	private final Clock clock;

	SchedulerGauges(SchedulerLoop loop, Clock clock) {
		this.loop = loop;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("ancho.scheduler.subscribed", this.loop, (l) -> l.state().subscribed() ? 1 : 0)
			.description("Whether Mesos has accepted the framework")
			.register(registry);
		Gauge.builder("ancho.scheduler.braked", this.loop, (l) -> l.state().braked(this.clock.instant()) ? 1 : 0)
			.description("Whether nothing is replaced because too much has vanished at once")
			.register(registry);
		Gauge.builder("ancho.scheduler.unconfirmed", this.loop, (l) -> l.state().unconfirmed())
			.description("Executors of which Mesos has said nothing since the subscription")
			.register(registry);
		Gauge.builder("ancho.scheduler.runs", this.loop, (l) -> l.state().runs().size())
			.description("Runs that want executors")
			.register(registry);
		failing(registry, "run", true);
		failing(registry, "infrastructure", false);
		for (Executor.State state : Executor.State.values()) {
			Gauge.builder("ancho.scheduler.executors", this.loop, (l) -> count(l, state))
				.tag("state", state.name())
				.description("Executors not known to have ended")
				.register(registry);
		}
	}

	private void failing(MeterRegistry registry, String blame, boolean theRun) {
		Gauge.builder("ancho.scheduler.runs.failing", this.loop, (l) -> failing(l, theRun))
			.tag("blame", blame)
			.description("Runs whose executors have failed to launch five times in a row or more")
			.register(registry);
	}

	private long failing(SchedulerLoop loop, boolean theRun) {
		SchedulerState state = loop.state();
		return state.failingRuns()
			.stream()
			.filter((run) -> state.blamesTheRun(run, this.clock.instant()) == theRun)
			.count();
	}

	private static long count(SchedulerLoop loop, Executor.State state) {
		return loop.state().executors().values().stream().filter((executor) -> executor.state() == state).count();
	}

}
