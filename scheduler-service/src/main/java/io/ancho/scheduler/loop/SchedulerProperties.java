package io.ancho.scheduler.loop;

import java.time.Duration;

import io.ancho.scheduler.core.Policy;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the operator decides about the scheduler's decisions.
 *
 * @param disk disk of each executor
 * @param gpuAgentsForAll whether executors without GPUs may run on agents that have some
 * @param launchTimeout how long an executor may take to run
 * @param unreachableGrace how long an executor out of reach is waited for before it is
 * replaced
 * @param backoff the pauses after failed launches
 * @param giveUpAfter for how long a run's executors may fail by its fault
 * @param avoidance when an agent is avoided
 * @param brake when nothing is replaced
 */
@Validated
@ConfigurationProperties("ancho.scheduler")
record SchedulerProperties(@DefaultValue("0MB") DataSize disk, @DefaultValue("false") boolean gpuAgentsForAll,
		@DefaultValue("5m") Duration launchTimeout, @DefaultValue("30s") Duration unreachableGrace,
		@NotNull @Valid @DefaultValue Backoff backoff, @DefaultValue("15m") Duration giveUpAfter,
		@NotNull @Valid @DefaultValue Avoidance avoidance, @NotNull @Valid @DefaultValue Brake brake) {

	/**
	 * The pauses after failed launches, of a run and of an agent.
	 *
	 * @param first the first
	 * @param longest the longest
	 */
	record Backoff(@DefaultValue("1s") Duration first, @DefaultValue("1m") Duration longest) {

	}

	/**
	 * When an agent is avoided.
	 *
	 * @param failures so many executors failed on it …
	 * @param within … within so long
	 * @param time how long it is avoided
	 */
	record Avoidance(@Min(1) @DefaultValue("3") int failures, @DefaultValue("10m") Duration within,
			@DefaultValue("10m") Duration time) {
	}

	/**
	 * When nothing is replaced.
	 *
	 * @param share more than such a share of the executors or agents vanished, from 0 to
	 * 1 …
	 * @param atLeast … and at least so many …
	 * @param within … within so long
	 * @param pause how long nothing is replaced
	 */
	record Brake(@PositiveOrZero @DecimalMax("1") @DefaultValue("0.2") double share,
			@Min(1) @DefaultValue("5") int atLeast, @DefaultValue("1m") Duration within,
			@DefaultValue("2m") Duration pause) {
	}

	Policy policy() {
		return new Policy((int) this.disk.toMegabytes(), this.gpuAgentsForAll, this.launchTimeout,
				this.unreachableGrace,
				new io.ancho.scheduler.core.Backoff(this.backoff.first(), this.backoff.longest()), this.giveUpAfter,
				new Policy.Avoidance(this.avoidance.failures(), this.avoidance.within(), this.avoidance.time()),
				new Policy.Brake(this.brake.share(), this.brake.atLeast(), this.brake.within(), this.brake.pause()));
	}

}
