package io.ancho.events;

/**
 * Where a run's chunks are executed.
 */
public enum Placement {

	/** On executors launched for this run alone, through Mesos. */
	DEDICATED,

	/** On the standing pool that Marathon keeps. */
	POOL

}
