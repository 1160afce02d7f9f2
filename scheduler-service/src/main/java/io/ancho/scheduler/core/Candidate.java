package io.ancho.scheduler.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An agent whose offers are being filled.
 */
final class Candidate {

	private final Offer offer;

	private final boolean hasGpus;

	private final boolean avoided;

	private final boolean paused;

	private final List<Effect.Launch> launches = new ArrayList<>();

	private Resources rest;

	private Ports ports;

	private @Nullable Lack least;

	/**
	 * Begins to fill offers.
	 * @param offer the agent's offers
	 * @param hasGpus whether the agent has GPUs
	 * @param avoided whether nothing is to be launched there for now
	 * @param paused whether that is over shortly
	 */
	Candidate(Offer offer, boolean hasGpus, boolean avoided, boolean paused) {
		this.offer = offer;
		this.hasGpus = hasGpus;
		this.avoided = avoided;
		this.paused = paused;
		this.rest = offer.resources();
		this.ports = offer.ports();
	}

	Offer offer() {
		return this.offer;
	}

	boolean hasGpus() {
		return this.hasGpus;
	}

	boolean avoided() {
		return this.avoided;
	}

	/** Notes what it lacks for something that waits. */
	void note(Lack lack) {
		if (this.least == null || lack.isLessThan(this.least)) {
			this.least = lack;
		}
	}

	/**
	 * What it lacked for whatever came closest to being launched; empty if nothing did.
	 */
	Optional<Lack.Kind> lack() {
		return Optional.ofNullable(this.least).map(Lack::kind);
	}

	/** Whether only a pause keeps something from being launched on it. */
	boolean isPaused() {
		return this.paused && lack().filter(Lack.Kind.AVOIDED::equals).isPresent();
	}

	Resources rest() {
		return this.rest;
	}

	Ports ports() {
		return this.ports;
	}

	List<Effect.Launch> launches() {
		return List.copyOf(this.launches);
	}

	void add(Effect.Launch launch) {
		this.launches.add(launch);
		this.rest = this.rest.minus(launch.resources());
		this.ports = this.ports.withoutFirst();
	}

}
