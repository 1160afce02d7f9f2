package io.ancho.localstack.mesos.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.master.EventSink;
import io.ancho.localstack.mesos.master.Reply;
import io.ancho.localstack.mesos.wire.Gate;
import io.ancho.localstack.mesos.wire.MasterThread;

/**
 * Stands before the master and lets calls and events through, spoilt where that was asked
 * for.
 */
public final class FaultyGate implements Gate {

	private final MasterThread master;

	private final UpdateFaults updates = new UpdateFaults();

	private final LaunchFaults launches = new LaunchFaults();

	private final AtomicInteger rescinds = new AtomicInteger();

	private volatile Instant unavailableUntil = Instant.EPOCH;

	public FaultyGate(MasterThread master) {
		this.master = master;
	}

	@Override
	public Optional<Reply> unavailable() {
		return this.master.now().isBefore(this.unavailableUntil) ? Optional.of(new Reply(503, "Service Unavailable"))
				: this.master.unavailable();
	}

	@Override
	public void subscribe(Call.Subscribe call, String streamId, EventSink sink) {
		this.master.subscribe(call, streamId, this.updates.before(sink));
	}

	@Override
	public Reply handle(Call call, @Nullable String streamId) {
		if (call.getType() == Call.Type.ACCEPT && this.rescinds.getAndUpdate((n) -> Math.max(0, n - 1)) > 0) {
			this.master.act((operator, now) -> operator.rescind(call.getAccept().getOfferIdsList()));
		}
		return this.master.handle(spoil(call), streamId);
	}

	private Call spoil(Call call) {
		synchronized (this.launches) {
			return this.launches.spoil(call);
		}
	}

	@Override
	public void disconnected(String streamId) {
		this.master.disconnected(streamId);
	}

	/** Calls are no longer spoilt. */
	void forget() {
		this.unavailableUntil = Instant.EPOCH;
		this.rescinds.set(0);
		synchronized (this.launches) {
			this.launches.forget();
		}
	}

	void unavailable(Duration time) {
		this.unavailableUntil = this.master.now().plus(time);
	}

	void rescindAccepted(int count) {
		this.rescinds.addAndGet(count);
	}

	void failLaunches(Fault.FailLaunch fault) {
		synchronized (this.launches) {
			this.launches.add(fault);
		}
	}

	/** What is done to updates; for the master's thread only. */
	UpdateFaults updates() {
		return this.updates;
	}

}
