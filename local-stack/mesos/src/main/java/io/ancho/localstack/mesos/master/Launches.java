package io.ancho.localstack.mesos.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * ACCEPT and DECLINE. Any ACCEPT uses up its offers; one stale offer among them drops the
 * whole launch.
 */
final class Launches {

	private final Offers offers;

	private final Nodes nodes;

	Launches(Offers offers, Nodes nodes) {
		this.offers = offers;
		this.nodes = nodes;
	}

	void decline(Framework framework, Call.Decline decline, Instant now) {
		for (OfferID id : decline.getOfferIdsList()) {
			this.offers.take(framework, id)
				.ifPresent((offer) -> refuse(framework, offer.node(), offer.resources(), decline.getFilters(), now));
		}
	}

	void accept(Framework framework, Call.Accept accept, Instant now) {
		List<Offers.Held> taken = new ArrayList<>();
		Optional<String> error = take(framework, accept.getOfferIdsList(), taken);
		if (error.isPresent()) {
			drop(framework, accept, error.get());
			return;
		}
		Quantities left = taken.stream().map(Offers.Held::resources).reduce(Quantities.NONE, Quantities::plus);
		for (TaskInfo task : tasks(accept)) {
			left = launch(framework, task, taken.get(0), left);
		}
		refuse(framework, taken.get(0).node(), left, accept.getFilters(), now);
	}

	/** Takes the offers; says what is wrong with the first bad one. */
	private Optional<String> take(Framework framework, List<OfferID> ids, List<Offers.Held> taken) {
		Optional<String> error = ids.isEmpty() ? Optional.of("No offers specified") : Optional.empty();
		for (OfferID id : ids) {
			Optional<Offers.Held> offer = this.offers.take(framework, id);
			offer.ifPresent(taken::add);
			if (offer.isEmpty() && error.isEmpty()) {
				error = Optional.of("Offer " + id.getValue() + " is no longer valid");
			}
		}
		return error.or(() -> foreign(taken));
	}

	private static Optional<String> foreign(List<Offers.Held> taken) {
		String first = taken.get(0).node().id().getValue();
		return taken.stream()
			.filter((offer) -> !offer.node().id().getValue().equals(first))
			.findFirst()
			.map((offer) -> "Aggregated offers must belong to one single agent. Offer " + offer.id().getValue()
					+ " uses agent " + offer.node().id().getValue() + " and agent " + first);
	}

	private Quantities launch(Framework framework, TaskInfo task, Offers.Held offer, Quantities left) {
		Node node = offer.node();
		TaskKey key = new TaskKey(framework.id(), task.getTaskId());
		Optional<String> error = TaskValidation.error(task, node.id(), left, offer.role(),
				(t) -> this.nodes.of(key).isPresent());
		if (error.isPresent()) {
			framework.send(Events.update(Statuses.invalid(task.getTaskId(), task.getAgentId(), error.get())));
			return left;
		}
		if (node.state() == Node.State.REGISTERED) {
			node.agent().launch(framework.info(), task);
		}
		else {
			node.agent().miss(framework.info(), task);
		}
		this.nodes.placed(key, node);
		return left.minus(Quantities.of(task.getResourcesList()));
	}

	private static void drop(Framework framework, Call.Accept accept, String error) {
		for (TaskInfo task : tasks(accept)) {
			framework.send(Events.update(Statuses.dropped(framework, task.getTaskId(), task.getAgentId(),
					"Task launched with invalid offers: " + error)));
		}
	}

	static List<TaskInfo> tasks(Call.Accept accept) {
		return accept.getOperationsList()
			.stream()
			.filter((operation) -> operation.getType() == Offer.Operation.Type.LAUNCH)
			.flatMap((operation) -> operation.getLaunch().getTaskInfosList().stream())
			.toList();
	}

	private void refuse(Framework framework, Node node, Quantities resources, Filters filters, Instant now) {
		// The default of refuse_seconds is 5, in the message's own definition.
		Duration time = Duration.ofMillis((long) (filters.getRefuseSeconds() * 1000));
		if (!time.isZero()) {
			this.offers.refuse(framework, node, resources, now.plus(time));
		}
	}

}
