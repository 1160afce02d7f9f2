package io.ancho.localstack.mesos.faults;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.master.Master;
import io.ancho.localstack.mesos.master.Operator;
import io.ancho.localstack.mesos.wire.MasterThread;

/**
 * Makes faults happen.
 */
final class Accidents {

	private final FaultyGate gate;

	private final MasterThread master;

	private final BiFunction<Instant, Instant, Master> successors;

	Accidents(FaultyGate gate, MasterThread master, BiFunction<Instant, Instant, Master> successors) {
		this.gate = gate;
		this.master = master;
		this.successors = successors;
	}

	void happen(Fault fault) {
		if (fault instanceof Fault.None) {
			this.gate.forget();
			this.master.act((operator, now) -> this.gate.updates().forget());
		}
		else if (fault instanceof Fault.Unavailable unavailable) {
			this.gate.unavailable(Fault.duration(unavailable.seconds()));
		}
		else if (fault instanceof Fault.RestartMaster restart) {
			this.master.replace((now) -> this.successors.apply(now.plus(Fault.duration(restart.recoverySeconds())),
					now.plus(Fault.duration(restart.agentsSeconds()))));
		}
		else if (fault instanceof Fault.RescindAccepted rescind) {
			this.gate.rescindAccepted(rescind.count());
		}
		else if (fault instanceof Fault.FailLaunch launch) {
			this.gate.failLaunches(launch);
		}
		else {
			this.master.act((operator, now) -> happen(fault, operator, now));
		}
	}

	/** What is done on the master's thread. */
	private void happen(Fault fault, Operator operator, Instant now) {
		if (fault instanceof Fault.DropConnections) {
			operator.disconnectFrameworks();
		}
		else if (fault instanceof Fault.LoseAgent loss) {
			lose(loss, operator, now);
		}
		else if (fault instanceof Fault.ReturnAgent back) {
			agents(operator, back.agent()).forEach((agent) -> operator.returnAgent(agent, now));
		}
		else if (fault instanceof Fault.EndTask end) {
			TaskID task = TaskID.newBuilder().setValue(end.task()).build();
			operator.endTask(task, end.state(), Optional.ofNullable(end.reason()), Optional.ofNullable(end.message()));
		}
		else {
			happenToUpdates(fault, now);
		}
	}

	private void happenToUpdates(Fault fault, Instant now) {
		UpdateFaults updates = this.gate.updates();
		if (fault instanceof Fault.DuplicateUpdates duplicate) {
			updates.duplicate(duplicate.count());
		}
		else if (fault instanceof Fault.ReplayUpdates replay) {
			updates.replay(replay.count());
		}
		else if (fault instanceof Fault.UnknownTask unknown) {
			updates.inject(UnknownTasks.update(unknown.task(), now));
		}
		else if (fault instanceof Fault.DelayUpdates delay) {
			updates.hold(now.plus(Fault.duration(delay.seconds())));
			this.master.later(Fault.duration(delay.seconds()), (operator, then) -> updates.release(then));
		}
	}

	private void lose(Fault.LoseAgent loss, Operator operator, Instant now) {
		AgentID agent = agents(operator, loss.agent()).get(0);
		switch (loss.how()) {
			case KILLED -> operator.killAgent(agent, now);
			case PARTITIONED -> operator.partitionAgent(agent, now);
			case STOPPED -> operator.stopAgent(agent, now);
			case GONE -> operator.markAgentGone(agent, now);
		}
		if (loss.seconds() > 0) {
			this.master.later(Fault.duration(loss.seconds()), (later, then) -> later.returnAgent(agent, then));
		}
	}

	private static List<AgentID> agents(Operator operator, @Nullable String id) {
		return (id != null) ? List.of(AgentID.newBuilder().setValue(id).build()) : operator.agents();
	}

}
