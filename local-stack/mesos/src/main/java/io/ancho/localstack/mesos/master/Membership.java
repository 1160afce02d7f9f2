package io.ancho.localstack.mesos.master;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import org.apache.mesos.v1.Protos.TaskStatus;

import io.ancho.localstack.mesos.agent.Task;

/**
 * Agents come and go, and the frameworks are told.
 */
final class Membership {

	private final Duration pingTimeout;

	private final Nodes nodes;

	private final Frameworks frameworks;

	private final Offers offers;

	private final Set<Node> away = new LinkedHashSet<>();

	Membership(Duration pingTimeout, Nodes nodes, Frameworks frameworks, Offers offers) {
		this.pingTimeout = pingTimeout;
		this.nodes = nodes;
		this.frameworks = frameworks;
		this.offers = offers;
	}

	/** An agent registers, for the first time or again. One that is gone may not. */
	void register(Node node, Instant now) {
		if (node.state() == Node.State.GONE || node.state() == Node.State.REGISTERED) {
			return;
		}
		node.agent().reconcileMissed(node.state() != Node.State.UNREACHABLE);
		node.agent().abandon((task) -> this.frameworks.removed(task.key().framework()));
		for (Task task : node.agent().tasks()) {
			this.nodes.placed(task.key(), node);
			this.frameworks.learn(task.framework(), now);
		}
		if (node.state() == Node.State.UNREACHABLE) {
			tell(List.copyOf(node.agent().tasks()), (framework, task) -> Statuses.reregistered(task.status()));
		}
		node.become(Node.State.REGISTERED, now);
		this.away.remove(node);
		node.agent().resend();
		this.offers.changed(node);
	}

	/**
	 * An agent's process dies. Its tasks go on, but for those of frameworks that did not
	 * ask for checkpoints.
	 */
	void disconnect(Node node, Instant now) {
		if (leave(node, Node.State.DISCONNECTED, now)) {
			this.offers.rescindAll(node);
			tell(node.activeTasks().filter((task) -> !task.framework().getCheckpoint()).toList(),
					(framework, task) -> Statuses.disconnected(task.info(), node.agent().description().hostname()));
			node.agent().abandon((task) -> !task.framework().getCheckpoint());
		}
	}

	/** An agent can no longer be heard, which the master finds out by its pings. */
	void partition(Node node, Instant now) {
		leave(node, Node.State.PARTITIONED, now);
	}

	private boolean leave(Node node, Node.State state, Instant now) {
		boolean leaves = node.state() == Node.State.REGISTERED;
		if (leaves) {
			node.become(state, now);
			this.away.add(node);
		}
		return leaves;
	}

	/** An agent stops in the soft way, with all its tasks. */
	void unregister(Node node, Instant now) {
		remove(node, Node.State.UNREGISTERED, now,
				(framework, task) -> Statuses.unregistered(task.info(), node.agent().description().hostname()));
		node.agent().abandon((task) -> true);
	}

	/** An operator says that an agent never comes back. */
	void markGone(Node node, Instant now) {
		remove(node, Node.State.GONE, now, (framework, task) -> Statuses.goneByOperator(framework, task.info()));
		node.agent().abandon((task) -> true);
	}

	void tick(Instant now) {
		this.away.stream()
			.filter((node) -> !now.isBefore(node.since().plus(this.pingTimeout)))
			.toList()
			.forEach((node) -> remove(node, Node.State.UNREACHABLE, now,
					(framework, task) -> Statuses.unreachable(framework, task.info(), now)));
	}

	private void remove(Node node, Node.State state, Instant now, BiFunction<Framework, Task, TaskStatus> status) {
		tell(node.activeTasks().toList(), status);
		this.offers.rescindAll(node);
		node.become(state, now);
		this.away.remove(node);
		this.frameworks.broadcast(Events.failure(node.id()));
	}

	private void tell(List<Task> tasks, BiFunction<Framework, Task, TaskStatus> status) {
		for (Task task : tasks) {
			Optional<Framework> framework = this.frameworks.get(task.key().framework());
			framework.ifPresent((f) -> f.send(Events.update(status.apply(f, task))));
		}
	}

}
