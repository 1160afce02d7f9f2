package io.ancho.scheduler.mesos;

import io.ancho.scheduler.core.Effect;

import org.springframework.stereotype.Component;

/**
 * Performs those effects that are calls of Mesos. While there is no connection they are
 * dropped: reconciliation makes up for them.
 */
@Component
public final class MesosCalls {

	private final MesosConnection connection;

	private final Calls calls;

	MesosCalls(MesosConnection connection, Calls calls) {
		this.connection = connection;
		this.calls = calls;
	}

	public void accept(Effect.Accept accept) {
		this.connection.send(this.calls.accept(accept));
	}

	public void decline(Effect.Decline decline) {
		this.connection.send(this.calls.decline(decline));
	}

	public void suppress() {
		this.connection.send(this.calls.suppress());
	}

	public void revive() {
		this.connection.send(this.calls.revive());
	}

	public void kill(Effect.Kill kill) {
		this.connection.send(this.calls.kill(kill));
	}

	public void acknowledge(Effect.Acknowledge acknowledge) {
		this.connection.send(this.calls.acknowledge(acknowledge));
	}

	public void reconcile(Effect.Reconcile reconcile) {
		this.connection.send(this.calls.reconcile(reconcile));
	}

}
