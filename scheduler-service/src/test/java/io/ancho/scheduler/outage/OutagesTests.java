package io.ancho.scheduler.outage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;

import io.ancho.scheduler.outage.Outages.Needed;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutagesTests {

	private Instant now = Instant.parse("2026-11-21T09:00:00.123Z");

	private final InstantSource source = () -> this.now;

	private final Outages outages = new Outages(this.source.withZone(ZoneOffset.UTC));

	@Test
	void whatIsNotThereIsToldWithSinceWhenAndWhyItIsNow() {
		this.outages.noteFailure(Needed.MESOS, "the master refused");
		this.now = this.now.plus(Duration.ofMinutes(5));
		this.outages.noteFailure(Needed.MESOS, "no master leads");
		this.outages.noteFailure(Needed.KAFKA, "it timed out");
		assertThat(this.outages.all()).containsExactly(
				Map.entry(Needed.MESOS,
						"not subscribed with Mesos since 2026-11-21T09:00:00Z, because no master leads"),
				Map.entry(Needed.KAFKA,
						"Kafka does not take the executors' states since 2026-11-21T09:05:00Z, because it timed out"));
	}

	@Test
	void whatIsBackIsToldNoMore() {
		this.outages.noteFailure(Needed.CASSANDRA, "it timed out");
		this.outages.noteSuccess(Needed.CASSANDRA);
		assertThat(this.outages.all()).isEmpty();
		assertThat(new Outages(Clock.systemUTC()).all()).isEmpty();
	}

}
