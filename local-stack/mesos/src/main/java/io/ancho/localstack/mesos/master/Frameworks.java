package io.ancho.localstack.mesos.master;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * The frameworks that are subscribed or expected back, and those that never may come
 * back.
 */
final class Frameworks {

	private final Map<FrameworkID, Framework> known = new LinkedHashMap<>();

	private final Set<FrameworkID> removed = new HashSet<>();

	Optional<Framework> get(FrameworkID id) {
		return Optional.ofNullable(this.known.get(id));
	}

	List<Framework> all() {
		return List.copyOf(this.known.values());
	}

	Collection<Framework> connected() {
		return this.known.values().stream().filter(Framework::connected).toList();
	}

	/** The framework of this id, which a master also learns of from a task's agent. */
	Framework learn(FrameworkInfo info, Instant now) {
		return this.known.computeIfAbsent(info.getId(), (id) -> new Framework(info, now));
	}

	void remove(FrameworkID id) {
		this.known.remove(id);
		this.removed.add(id);
	}

	boolean removed(FrameworkID id) {
		return this.removed.contains(id);
	}

	/** Sends an event to all that listen. */
	void broadcast(Event event) {
		connected().forEach((framework) -> framework.send(event));
	}

}
