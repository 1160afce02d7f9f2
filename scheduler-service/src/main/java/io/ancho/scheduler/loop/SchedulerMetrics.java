package io.ancho.scheduler.loop;

import java.time.Duration;

import io.ancho.scheduler.core.Effect;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Counts what is done.
 */
@Component
final class SchedulerMetrics {

	private final MeterRegistry registry;

	SchedulerMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	void count(Effect effect) {
		if (effect instanceof Effect.Accept accept) {
			offers("accepted", "fit", accept.offer().ids().size());
			this.registry.counter("ancho.scheduler.launches").increment(accept.launches().size());
		}
		else if (effect instanceof Effect.Decline decline) {
			offers("declined", decline.reason(), decline.offerIds().size());
		}
		else if (effect instanceof Effect.Started started) {
			this.registry.timer("ancho.scheduler.time.to.launch")
				.record(Duration.between(started.executor().launchedAt(), started.executor().since()));
		}
		else if (effect instanceof Effect.Ended ended && !ended.expected()) {
			this.registry
				.counter("ancho.scheduler.failures", "state", ended.state(), "reason", ended.cause().reason(), "blame",
						ended.cause().blame().name())
				.increment();
		}
		else if (effect instanceof Effect.Warning warning) {
			this.registry.counter("ancho.scheduler.warnings", "kind", warning.kind().name()).increment();
		}
		else if (effect instanceof Effect.StoreFramework) {
			this.registry.counter("ancho.scheduler.subscriptions").increment();
		}
	}

	private void offers(String outcome, String reason, int number) {
		this.registry.counter("ancho.scheduler.offers", "outcome", outcome, "reason", reason).increment(number);
	}

}
