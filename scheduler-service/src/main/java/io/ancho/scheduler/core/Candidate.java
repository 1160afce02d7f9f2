package io.ancho.scheduler.core;

import java.util.ArrayList;
import java.util.List;

/**
 * An agent whose offers are being filled.
 */
final class Candidate {

	private final Offer offer;

	private final boolean hasGpus;

	private final boolean avoided;

	private final List<Effect.Launch> launches = new ArrayList<>();

	private Resources rest;

	private Ports ports;

	Candidate(Offer offer, boolean hasGpus, boolean avoided) {
		this.offer = offer;
		this.hasGpus = hasGpus;
		this.avoided = avoided;
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
