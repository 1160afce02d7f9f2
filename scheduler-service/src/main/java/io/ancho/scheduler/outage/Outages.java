package io.ancho.scheduler.outage;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * Which of the parts that this service needs do not answer it, since when and why, as
 * those found who needed them. Safe for use by several threads.
 */
@Component
public final class Outages {

	private final Clock clock;

	private final Map<Needed, Outage> outages = new ConcurrentHashMap<>();

	public Outages(Clock clock) {
		this.clock = clock;
	}

	/**
	 * What is needed.
	 */
	public enum Needed {

		/** A master that has accepted the framework. */
		MESOS("not subscribed with Mesos"),

		/** What is stored. */
		CASSANDRA("Cassandra does not answer"),

		/** Where executors' states are told. */
		KAFKA("Kafka does not take the executors' states");

		private final String lack;

		Needed(String lack) {
			this.lack = lack;
		}

	}

	private record Outage(Instant since, String because) {
	}

	/**
	 * Something is not there. May be repeated: it is then since the first time.
	 * @param needed what
	 * @param because why, as a clause
	 */
	public void noteFailure(Needed needed, String because) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		this.outages.merge(needed, new Outage(now, because), (before, again) -> new Outage(before.since(), because));
	}

	/**
	 * Something is there. May be repeated.
	 * @param needed what
	 */
	public void noteSuccess(Needed needed) {
		this.outages.remove(needed);
	}

	/**
	 * All that is amiss.
	 * @return sentences, in the order of what is needed
	 */
	public Map<Needed, String> all() {
		Map<Needed, String> all = new TreeMap<>();
		this.outages.forEach((needed, outage) -> all.put(needed, text(needed, outage)));
		return all;
	}

	private static String text(Needed needed, Outage outage) {
		return needed.lack + " since " + outage.since() + ", because " + outage.because();
	}

}
