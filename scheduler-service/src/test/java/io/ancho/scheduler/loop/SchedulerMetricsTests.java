package io.ancho.scheduler.loop;

import java.util.List;
import java.util.Map;

import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.Offer;
import io.ancho.scheduler.core.Ports;
import io.ancho.scheduler.core.Refusal;
import io.ancho.scheduler.core.Resources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulerMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SchedulerMetrics metrics = new SchedulerMetrics(this.registry);

	@Test
	void offersAreCountedByWhatBecameOfThemAndWhy() {
		Offer offer = new Offer(List.of("o1", "o2"), "a1", "host", Map.of(), Resources.NONE, Ports.NONE, List.of());
		this.metrics.count(new Effect.Accept(offer, List.of(), Refusal.UNFIT));
		this.metrics.count(new Effect.Decline(List.of("o3"), Refusal.SHORT, "not-yet"));
		this.metrics.count(new Effect.Decline(List.of("o4", "o5", "o6"), Refusal.UNFIT, "ports"));
		this.metrics.count(new Effect.Decline(List.of("o7"), Refusal.LONG, "nothing-waits"));
		this.metrics.count(new Effect.Decline(List.of("o8"), Refusal.LONG, "nothing-waits"));
		assertThat(offers("accepted", "fit")).isEqualTo(2);
		assertThat(offers("declined", "not-yet")).isEqualTo(1);
		assertThat(offers("declined", "ports")).isEqualTo(3);
		assertThat(offers("declined", "nothing-waits")).isEqualTo(2);
	}

	private double offers(String outcome, String reason) {
		return this.registry.get("ancho.scheduler.offers").tags("outcome", outcome, "reason", reason).counter().count();
	}

}
