package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.Optional;

import io.ancho.scheduler.core.SchedulerEvent;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What Mesos says on a subscription, in the core's words.
 */
@Component
final class MesosEvents {

	private static final Logger logger = LoggerFactory.getLogger(MesosEvents.class);

	private final ExecutorPorts ports;

	private final SandboxLogs logs;

	MesosEvents(ExecutorPorts ports, SandboxLogs logs) {
		this.ports = ports;
		this.logs = logs;
	}

	/** The event, if it is one that anything follows from. */
	Optional<SchedulerEvent> translate(Event event) {
		return switch (event.getType()) {
			case OFFERS -> Optional.of(offered(event.getOffers().getOffersList()));
			case UPDATE -> Optional.of(new SchedulerEvent.Updated(FromMesos.update(event.getUpdate().getStatus())));
			case FAILURE -> event.getFailure().hasAgentId()
					? Optional.of(new SchedulerEvent.AgentFailed(event.getFailure().getAgentId().getValue()))
					: Optional.empty();
			// Offers are answered at once, so that a rescinded one is not held any more.
			default -> {
				logger.debug("Mesos sent {}", event.getType());
				yield Optional.empty();
			}
		};
	}

	private SchedulerEvent.Offered offered(List<Offer> offers) {
		offers.forEach(this.logs::learn);
		return new SchedulerEvent.Offered(offers.stream().map((offer) -> FromMesos.offer(offer, this.ports)).toList());
	}

}
