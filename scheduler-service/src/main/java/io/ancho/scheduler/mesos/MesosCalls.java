package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.function.Consumer;

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

	private final SandboxLogs logs;

	MesosCalls(MesosConnection connection, Calls calls, SandboxLogs logs) {
		this.connection = connection;
		this.calls = calls;
		this.logs = logs;
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

	/**
	 * Reads the end of what an executor wrote, if its agent tells.
	 * @param read whose
	 * @param lines takes the lines, later, or never
	 */
	public void readLog(Effect.ReadLog read, Consumer<List<String>> lines) {
		this.logs.read(this.connection.frameworkId(), read.executor(), lines);
	}

	public void reconcile(Effect.Reconcile reconcile) {
		this.connection.send(this.calls.reconcile(reconcile));
	}

}
