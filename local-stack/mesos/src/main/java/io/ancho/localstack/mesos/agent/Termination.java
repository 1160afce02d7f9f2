package io.ancho.localstack.mesos.agent;

import java.time.Duration;
import java.time.Instant;

import org.apache.mesos.v1.Protos.KillPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The end that somebody asked for: SIGTERM as soon as there is something to send it to,
 * and SIGKILL after the grace period.
 */
final class Termination {

	private final Container container;

	private final Duration patience;

	private @Nullable Instant begun;

	private boolean forced;

	Termination(Container container, KillPolicy policy) {
		this.container = container;
		this.patience = grace(policy, container).plus(container.delay());
	}

	/** The time between the two signals. */
	static Duration grace(KillPolicy policy, Container container) {
		return policy.hasGracePeriod() ? Duration.ofNanos(policy.getGracePeriod().getNanoseconds()) : container.grace();
	}

	/** Sends the signal that is due, if one is. */
	void proceed(Instant now) {
		if (this.begun == null) {
			this.begun = this.container.signal("TERM") ? now : null;
		}
		else if (!this.forced && !now.isBefore(this.begun.plus(this.patience))) {
			this.forced = this.container.signal("KILL");
		}
	}

}
