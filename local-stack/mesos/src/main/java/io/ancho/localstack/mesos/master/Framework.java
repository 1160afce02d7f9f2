package io.ancho.localstack.mesos.master;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/**
 * A framework, subscribed or expected back.
 */
final class Framework {

	private record Refusal(Quantities resources, Instant until) {
	}

	private FrameworkInfo info;

	private @Nullable EventSink sink;

	private @Nullable String streamId;

	private Instant disconnectedAt;

	private Instant heartbeatDue = Instant.EPOCH;

	private final Set<String> suppressed = new HashSet<>();

	private final Map<AgentID, List<Refusal>> refusals = new HashMap<>();

	Framework(FrameworkInfo info, Instant now) {
		this.info = info;
		this.disconnectedAt = now;
	}

	FrameworkInfo info() {
		return this.info;
	}

	FrameworkID id() {
		return this.info.getId();
	}

	boolean has(FrameworkInfo.Capability.Type capability) {
		return this.info.getCapabilitiesList().stream().anyMatch((c) -> c.getType() == capability);
	}

	void connect(FrameworkInfo info, Set<String> suppressed, String streamId, EventSink sink) {
		this.info = info;
		this.streamId = streamId;
		this.sink = sink;
		this.heartbeatDue = Instant.EPOCH;
		this.refusals.clear();
		this.suppressed.clear();
		this.suppressed.addAll(suppressed);
	}

	void disconnect(Instant now) {
		this.sink = null;
		this.streamId = null;
		this.disconnectedAt = now;
	}

	Optional<EventSink> sink() {
		return Optional.ofNullable(this.sink);
	}

	boolean connected() {
		return this.sink != null;
	}

	boolean speaks(String streamId) {
		return streamId.equals(this.streamId);
	}

	/** Whether it stayed away for longer than it asked the master to wait. */
	boolean expired(Instant now) {
		Duration timeout = Duration.ofMillis((long) (this.info.getFailoverTimeout() * 1000));
		return !connected() && now.isAfter(this.disconnectedAt.plus(timeout));
	}

	void heartbeat(Instant now) {
		if (this.sink != null && !now.isBefore(this.heartbeatDue)) {
			this.sink.send(Events.heartbeat());
			this.heartbeatDue = now.plusMillis((long) (Events.HEARTBEAT_SECONDS * 1000));
		}
	}

	List<String> roles() {
		if (has(FrameworkInfo.Capability.Type.MULTI_ROLE)) {
			return this.info.getRolesList();
		}
		return List.of(this.info.getRole().isEmpty() ? "*" : this.info.getRole());
	}

	/** The role to offer resources to, if any of its roles wants some. */
	Optional<String> wantingRole() {
		return roles().stream().filter((role) -> !this.suppressed.contains(role)).findFirst();
	}

	void suppress(List<String> roles) {
		this.suppressed.addAll(roles.isEmpty() ? roles() : roles);
	}

	void revive(List<String> roles) {
		this.suppressed.removeAll(Set.copyOf(roles.isEmpty() ? roles() : roles));
		this.refusals.clear();
	}

	/** Does not want the like of this agent, or less, until then. */
	void refuse(AgentID agent, Quantities resources, Instant until) {
		this.refusals.computeIfAbsent(agent, (id) -> new ArrayList<>(1)).add(new Refusal(resources, until));
	}

	boolean refuses(AgentID agent, Quantities resources, Instant now) {
		List<Refusal> refusals = this.refusals.getOrDefault(agent, new ArrayList<>());
		refusals.removeIf((refusal) -> !now.isBefore(refusal.until()));
		return refusals.stream().anyMatch((refusal) -> refusal.resources().contains(resources));
	}

	/** Sends an event if somebody listens. */
	void send(Event event) {
		sink().ifPresent((sink) -> sink.send(event));
	}

	boolean usesGpus() {
		return has(FrameworkInfo.Capability.Type.GPU_RESOURCES);
	}

}
