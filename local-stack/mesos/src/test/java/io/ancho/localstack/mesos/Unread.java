package io.ancho.localstack.mesos;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;

/**
 * Events that nobody has asked for yet, in their order.
 */
final class Unread {

	private static final long PATIENCE_SECONDS = 25;

	private final BlockingQueue<JsonNode> arriving;

	private final List<JsonNode> arrived = new ArrayList<>();

	Unread(BlockingQueue<JsonNode> arriving) {
		this.arriving = arriving;
	}

	/** Takes the first such event, and waits for it if need be. */
	JsonNode take(String what, Predicate<JsonNode> condition) throws InterruptedException {
		for (Iterator<JsonNode> events = this.arrived.iterator(); events.hasNext();) {
			JsonNode event = events.next();
			if (condition.test(event)) {
				events.remove();
				return event;
			}
		}
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (true) {
			JsonNode event = this.arriving.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			if (event == null) {
				throw new AssertionError("waited in vain for " + what + "; unread " + this.arrived);
			}
			if (condition.test(event)) {
				return event;
			}
			this.arrived.add(event);
		}
	}

	/** All that is left. */
	List<JsonNode> rest() {
		this.arriving.drainTo(this.arrived);
		return this.arrived;
	}

}
