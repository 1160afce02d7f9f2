package io.ancho.localstack.mesos.master;

import java.util.List;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The events that a master sends.
 */
final class Events {

	static final double HEARTBEAT_SECONDS = 15;

	private Events() {
	}

	static Event subscribed(FrameworkID framework, MasterInfo master) {
		return Event.newBuilder()
			.setType(Event.Type.SUBSCRIBED)
			.setSubscribed(Event.Subscribed.newBuilder()
				.setFrameworkId(framework)
				.setHeartbeatIntervalSeconds(HEARTBEAT_SECONDS)
				.setMasterInfo(master))
			.build();
	}

	static Event heartbeat() {
		return Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
	}

	static Event failure(AgentID agent) {
		return Event.newBuilder()
			.setType(Event.Type.FAILURE)
			.setFailure(Event.Failure.newBuilder().setAgentId(agent))
			.build();
	}

	static Event offers(List<Offer> offers) {
		return Event.newBuilder()
			.setType(Event.Type.OFFERS)
			.setOffers(Event.Offers.newBuilder().addAllOffers(offers))
			.build();
	}

	static Event rescind(OfferID offer) {
		return Event.newBuilder()
			.setType(Event.Type.RESCIND)
			.setRescind(Event.Rescind.newBuilder().setOfferId(offer))
			.build();
	}

	static Event update(TaskStatus status) {
		return Event.newBuilder()
			.setType(Event.Type.UPDATE)
			.setUpdate(Event.Update.newBuilder().setStatus(status))
			.build();
	}

	static Event error(String message) {
		return Event.newBuilder()
			.setType(Event.Type.ERROR)
			.setError(Event.Error.newBuilder().setMessage(message))
			.build();
	}

}
