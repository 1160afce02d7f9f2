package io.ancho.localstack.mesos.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.TaskKey;

/**
 * ACCEPT and DECLINE. Any ACCEPT uses up its offers; one stale offer among them drops the
 * whole launch.
 */
final class Launches {

	private final Offers offers;

	private final Agent agent;

	Launches(Offers offers, Agent agent) {
		this.offers = offers;
		this.agent = agent;
	}

	void decline(Framework framework, Call.Decline decline, Instant now) {
		for (OfferID id : decline.getOfferIdsList()) {
			this.offers.take(framework, id)
				.ifPresent((offer) -> refuse(framework, offer.resources(), decline.getFilters(), now));
		}
	}

	void accept(Framework framework, Call.Accept accept, Instant now) {
		List<Offers.Held> taken = new ArrayList<>();
		Optional<OfferID> stale = Optional.empty();
		for (OfferID id : accept.getOfferIdsList()) {
			Optional<Offers.Held> offer = this.offers.take(framework, id);
			offer.ifPresent(taken::add);
			stale = (offer.isEmpty() && stale.isEmpty()) ? Optional.of(id) : stale;
		}
		if (stale.isPresent() || taken.isEmpty()) {
			drop(framework, accept, stale);
			return;
		}
		Quantities left = taken.stream().map(Offers.Held::resources).reduce(Quantities.NONE, Quantities::plus);
		for (TaskInfo task : tasks(accept)) {
			left = launch(framework, task, taken.get(0), left);
		}
		refuse(framework, left, accept.getFilters(), now);
	}

	private Quantities launch(Framework framework, TaskInfo task, Offers.Held offer, Quantities left) {
		Optional<String> error = TaskValidation.error(task, offer.offer().getAgentId(), left, offer.role(),
				(t) -> this.agent.task(new TaskKey(framework.id(), t.getTaskId())).isPresent());
		if (error.isPresent()) {
			send(framework, Statuses.invalid(task.getTaskId(), task.getAgentId(), error.get()));
			return left;
		}
		FrameworkInfo info = framework.info();
		this.agent.launch(info, task);
		return left.minus(Quantities.of(task.getResourcesList()));
	}

	private void drop(Framework framework, Call.Accept accept, Optional<OfferID> stale) {
		String message = stale
			.map((id) -> "Task launched with invalid offers: Offer " + id.getValue() + " is no longer valid")
			.orElse("Task launched with invalid offers: No offers specified");
		for (TaskInfo task : tasks(accept)) {
			send(framework, Statuses.dropped(framework, task.getTaskId(), task.getAgentId(), message));
		}
	}

	private static List<TaskInfo> tasks(Call.Accept accept) {
		return accept.getOperationsList()
			.stream()
			.filter((operation) -> operation.getType() == Offer.Operation.Type.LAUNCH)
			.flatMap((operation) -> operation.getLaunch().getTaskInfosList().stream())
			.toList();
	}

	private static void refuse(Framework framework, Quantities resources, Filters filters, Instant now) {
		// The default of refuse_seconds is 5, in the message's own definition.
		Duration time = Duration.ofMillis((long) (filters.getRefuseSeconds() * 1000));
		if (!time.isZero()) {
			framework.refuse(resources, now.plus(time));
		}
	}

	private static void send(Framework framework, TaskStatus status) {
		framework.sink().ifPresent((sink) -> sink.send(Events.update(status)));
	}

}
