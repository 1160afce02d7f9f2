package io.ancho.events;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The executors of a run as they are now: each event replaces the one before.
 *
 * @param run the run's id
 * @param wanted how many the run should have
 * @param executors those there are, ended ones left out
 * @param waiting what is being waited for, for a person, or null if nothing is
 * @param at when it was so
 */
public record ExecutorsChanged(String run, int wanted, List<Executor> executors, @Nullable String waiting, Instant at) {

	/**
	 * One executor.
	 *
	 * @param id the Mesos task id
	 * @param agent the host it runs on
	 * @param state {@code LAUNCHING}, {@code RUNNING}, {@code UNREACHABLE} or
	 * {@code STOPPING}
	 */
	public record Executor(String id, String agent, String state) {
	}

}
