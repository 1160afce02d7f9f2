package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.stream.Stream;

import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * What the calls of a subscribed framework mean.
 */
final class Calls {

	private final Nodes nodes;

	private final Offers offers;

	private final Launches launches;

	private final Reconciliation reconciliation;

	Calls(Nodes nodes, Offers offers) {
		this.nodes = nodes;
		this.offers = offers;
		this.launches = new Launches(offers, nodes);
		this.reconciliation = new Reconciliation(nodes);
	}

	Reply handle(Framework framework, Call call, Instant now) {
		switch (call.getType()) {
			case ACCEPT -> this.launches.accept(framework, call.getAccept(), now);
			case DECLINE -> this.launches.decline(framework, call.getDecline(), now);
			case SUPPRESS -> framework.suppress(call.getSuppress().getRolesList());
			case REVIVE -> revive(framework, call.getRevive(), now);
			case KILL -> this.reconciliation.kill(framework, call.getKill());
			case RECONCILE -> this.reconciliation.reconcile(framework, call.getReconcile());
			case ACKNOWLEDGE -> acknowledge(framework, call.getAcknowledge());
			default -> {
				return new Reply(501, call.getType() + " is not implemented by this stand-in for Mesos");
			}
		}
		return Reply.ACCEPTED;
	}

	private void revive(Framework framework, Call.Revive revive, Instant now) {
		framework.revive(revive.getRolesList());
		this.offers.wanted();
		this.offers.allocate(now);
	}

	private void acknowledge(Framework framework, Call.Acknowledge call) {
		TaskKey key = new TaskKey(framework.id(), call.getTaskId());
		this.nodes.of(key)
			.filter((node) -> node.state() == Node.State.REGISTERED)
			.ifPresent((node) -> node.agent().acknowledge(key, call.getUuid()));
		this.nodes.tidy(key);
	}

	/** The tasks about which there may be news after a call. */
	static Stream<TaskID> concerned(Call call) {
		return switch (call.getType()) {
			case ACCEPT -> Launches.tasks(call.getAccept()).stream().map(TaskInfo::getTaskId);
			case ACKNOWLEDGE -> Stream.of(call.getAcknowledge().getTaskId());
			case KILL -> Stream.of(call.getKill().getTaskId());
			default -> Stream.empty();
		};
	}

}
