package io.ancho.scheduler.core;

import java.time.Duration;

/**
 * What an operator may decide about the scheduler's decisions.
 *
 * @param diskMib disk of each executor, in MiB
 * @param gpuAgentsForAll whether executors without GPUs may run on agents that have some
 * @param launchTimeout how long an executor may take to run, before it is ended and tried
 * elsewhere
 * @param unreachableGrace how long an executor that is out of reach is waited for before
 * it is replaced
 * @param backoff the pauses after failed launches
 * @param giveUpAfter for how long a run's executors may fail by its fault before it is
 * told that it cannot go on
 * @param avoidance when an agent is avoided
 * @param brake when replacing is paused
 */
public record Policy(int diskMib, boolean gpuAgentsForAll, Duration launchTimeout, Duration unreachableGrace,
		Backoff backoff, Duration giveUpAfter, Avoidance avoidance, Brake brake) {

	/** What holds unless an operator says otherwise. */
	public static final Policy DEFAULT = new Policy(0, false, Duration.ofMinutes(5), Duration.ofSeconds(30),
			new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofMinutes(15),
			new Avoidance(3, Duration.ofMinutes(10), Duration.ofMinutes(10)),
			new Brake(0.2, 5, Duration.ofMinutes(1), Duration.ofMinutes(2)));

	/**
	 * When an agent is avoided.
	 *
	 * @param failures so many executors failed on it …
	 * @param within … within so long
	 * @param time how long it is avoided
	 */
	public record Avoidance(int failures, Duration within, Duration time) {
	}

	/**
	 * When replacing is paused.
	 *
	 * @param share more than such a share of agents or of executors has vanished …
	 * @param atLeast … and at least so many …
	 * @param within … within so long
	 * @param pause how long nothing is replaced
	 */
	public record Brake(double share, int atLeast, Duration within, Duration pause) {
	}

}
