package io.ancho.scheduler.mesos;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.ancho.scheduler.core.Offer;
import io.ancho.scheduler.core.Ports;
import io.ancho.scheduler.core.Reservation;
import io.ancho.scheduler.core.Resources;
import io.ancho.scheduler.core.TaskId;
import io.ancho.scheduler.core.TaskUpdate;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Mesos's messages in the core's words.
 */
final class FromMesos {

	private FromMesos() {
	}

	static Offer offer(Protos.Offer offer, ExecutorPorts allowed) {
		Map<String, String> attributes = new LinkedHashMap<>();
		offer.getAttributesList().forEach((attribute) -> attributes.put(attribute.getName(), text(attribute)));
		List<Resource> usable = offer.getResourcesList().stream().filter(FromMesos::usable).toList();
		return new Offer(List.of(offer.getId().getValue()), offer.getAgentId().getValue(), offer.getHostname(),
				attributes, resources(usable), ports(usable, allowed), reservations(usable, allowed));
	}

	private static String text(Attribute attribute) {
		return switch (attribute.getType()) {
			case TEXT -> attribute.getText().getValue();
			case SCALAR -> String.format(Locale.ROOT, "%s", attribute.getScalar().getValue());
			case RANGES, SET -> attribute.getRanges().toString();
		};
	}

	/** What is reserved is offered to none but the role that it is reserved for. */
	private static boolean usable(Resource resource) {
		return !resource.hasDisk() && !resource.hasRevocable() && !resource.hasShared();
	}

	private static Resources resources(List<Resource> resources) {
		return new Resources(scalar(resources, "cpus"), scalar(resources, "mem"), scalar(resources, "disk"),
				scalar(resources, "gpus"));
	}

	private static double scalar(List<Resource> resources, String name) {
		return resources.stream()
			.filter((resource) -> resource.getName().equals(name))
			.mapToDouble((resource) -> resource.getScalar().getValue())
			.sum();
	}

	private static Ports ports(List<Resource> resources, ExecutorPorts allowed) {
		return allowed.of(new Ports(resources.stream()
			.filter((resource) -> resource.getName().equals("ports"))
			.flatMap((resource) -> resource.getRanges().getRangeList().stream())
			.map((range) -> new Ports.Range((int) range.getBegin(), (int) range.getEnd()))
			.toList()));
	}

	private static List<Reservation> reservations(List<Resource> resources, ExecutorPorts allowed) {
		Map<String, List<Resource>> reserved = resources.stream()
			.filter((resource) -> resource.getReservationsCount() > 0)
			.collect(Collectors.groupingBy(Reservations::mark, LinkedHashMap::new, Collectors.toList()));
		return reserved.entrySet()
			.stream()
			.map((same) -> new Reservation(same.getKey(), resources(same.getValue()), ports(same.getValue(), allowed)))
			.toList();
	}

	static TaskUpdate update(TaskStatus status) {
		return new TaskUpdate(new TaskId(status.getTaskId().getValue()),
				status.hasAgentId() ? status.getAgentId().getValue() : null, phase(status),
				status.getState().name().substring("TASK_".length()), Causes.of(status),
				status.getUuid().isEmpty() ? null : Base64.getEncoder().encodeToString(status.getUuid().toByteArray()));
	}

	private static Phase phase(TaskStatus status) {
		return switch (status.getState()) {
			case TASK_STAGING, TASK_STARTING -> Phase.STARTING;
			case TASK_RUNNING, TASK_KILLING -> Phase.RUNNING;
			// An agent that is stopped softly reports LOST, and its tasks may be back.
			case TASK_UNREACHABLE -> Phase.UNREACHABLE;
			case TASK_LOST -> neverLaunched(status) ? Phase.LOST : Phase.UNREACHABLE;
			case TASK_FINISHED, TASK_FAILED, TASK_KILLED -> Phase.ENDED;
			case TASK_ERROR -> Phase.REFUSED;
			case TASK_DROPPED -> neverLaunched(status) ? Phase.LOST : Phase.ENDED;
			case TASK_GONE, TASK_GONE_BY_OPERATOR, TASK_UNKNOWN -> Phase.LOST;
		};
	}

	private static boolean neverLaunched(TaskStatus status) {
		return status.getReason() == TaskStatus.Reason.REASON_INVALID_OFFERS;
	}

}
