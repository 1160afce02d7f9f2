package io.ancho.localstack.mesos;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that goes like any other, but for being put forward now and then.
 */
final class ShiftedClock extends Clock {

	private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

	void forward(Duration time) {
		this.shift.updateAndGet(time::plus);
	}

	@Override
	public Instant instant() {
		return Instant.now().plus(this.shift.get());
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException("this clock knows UTC only");
	}

}
