package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/**
 * What people and accidents do to a cluster, other than schedulers: they look at it, and
 * agents come and go.
 */
public final class Operator {

	private final MasterInfo info;

	private final Frameworks frameworks;

	private final Nodes nodes;

	private final Membership membership;

	private final Offers offers;

	Operator(MasterInfo info, Frameworks frameworks, Nodes nodes, Membership membership, Offers offers) {
		this.info = info;
		this.frameworks = frameworks;
		this.nodes = nodes;
		this.membership = membership;
		this.offers = offers;
	}

	public Snapshot snapshot() {
		List<Node> known = this.nodes.all().stream().filter(Node::known).toList();
		return new Snapshot(this.info,
				this.frameworks.all().stream().map((f) -> new Snapshot.FrameworkView(f.info(), f.connected())).toList(),
				known.stream().map(Snapshot.AgentView::of).toList(),
				known.stream().flatMap((node) -> node.agent().tasks().stream()).map(Snapshot.TaskView::of).toList());
	}

	public List<AgentID> agents() {
		return this.nodes.all().stream().map(Node::id).toList();
	}

	/** An agent's process dies; its checkpointed tasks go on. */
	public void killAgent(AgentID agent, Instant now) {
		node(agent).ifPresent((node) -> this.membership.disconnect(node, now));
	}

	/** An agent can neither hear the master nor be heard. */
	public void partitionAgent(AgentID agent, Instant now) {
		node(agent).ifPresent((node) -> this.membership.partition(node, now));
	}

	/** An agent says good-bye and ends its tasks. */
	public void stopAgent(AgentID agent, Instant now) {
		node(agent).ifPresent((node) -> this.membership.unregister(node, now));
	}

	/** An agent that was away comes back. */
	public void returnAgent(AgentID agent, Instant now) {
		node(agent).ifPresent((node) -> this.membership.register(node, now));
	}

	/** An agent is never to come back. */
	public void markAgentGone(AgentID agent, Instant now) {
		node(agent).ifPresent((node) -> this.membership.markGone(node, now));
	}

	/** A task ends in a way that its agent finds out. */
	public void endTask(TaskID id, TaskState state, Optional<Reason> reason, Optional<String> message) {
		for (Node node : this.nodes.all()) {
			node.activeTasks().filter((task) -> task.key().task().equals(id)).forEach((task) -> {
				task.end(state, reason.orElse(null), message.orElse(null));
				this.offers.changed(node);
			});
		}
	}

	/** Offers are taken back. */
	public void rescind(Collection<OfferID> ids) {
		this.offers.rescindIf(ids::contains);
	}

	/** All event streams break. */
	public void disconnectFrameworks() {
		this.frameworks.all().forEach((framework) -> framework.sink().ifPresent(EventSink::abort));
	}

	private Optional<Node> node(AgentID agent) {
		return this.nodes.get(agent);
	}

}
