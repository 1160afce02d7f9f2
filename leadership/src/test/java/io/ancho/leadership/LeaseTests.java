package io.ancho.leadership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeaseTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000123456Z");

	private final AtomicLong nanos = new AtomicLong(-5 * SECOND);

	private final Lease lease = new Lease(this.nanos::get, Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void nobodyHoldsItAtFirst() {
		assertThat(this.lease.holds()).isFalse();
		assertThatExceptionOfType(NotLeadingException.class).isThrownBy(this.lease::timestamp);
	}

	@Test
	void holdsUntilItsTimeIsOverHoweverLongNobodyLooked() {
		this.lease.grant(this.nanos.get(), 4 * SECOND);
		this.nanos.addAndGet(4 * SECOND - 1);
		assertThat(this.lease.holds()).isTrue();
		this.nanos.addAndGet(100 * SECOND);
		assertThatExceptionOfType(NotLeadingException.class).isThrownBy(this.lease::check);
	}

	@Test
	void countsFromWhenItWasAskedFor() {
		long asked = this.nanos.get();
		this.nanos.addAndGet(5 * SECOND);
		this.lease.grant(asked, 4 * SECOND);
		assertThat(this.lease.holds()).isFalse();
	}

	@Test
	void timestampsGrowThoughTheClockStands() {
		this.lease.grant();
		assertThat(this.lease.timestamp()).isEqualTo(NOW.getEpochSecond() * 1_000_000 + 123);
		assertThat(this.lease.timestamp()).isEqualTo(NOW.getEpochSecond() * 1_000_000 + 124);
	}

	@Test
	void endsForWhoeverGaveItUp() {
		this.lease.grant();
		this.lease.end();
		assertThat(this.lease.holds()).isFalse();
	}

}
