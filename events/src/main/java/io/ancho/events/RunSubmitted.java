package io.ancho.events;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A run was accepted and waits to be executed.
 *
 * @param run the run's id
 * @param owner the user it belongs to
 * @param weight the owner's share of what all use, relative to that of others; null for 1
 * @param name the run's name, for people
 * @param placement where it is to be executed
 * @param queue the topic its chunks are put in
 * @param executors what to launch, or null where the pool executes it
 * @param at when it was accepted
 */
public record RunSubmitted(String run, String owner, @Nullable Double weight, String name, Placement placement,
		String queue, @Nullable ExecutorSpec executors, Instant at) implements RunEvent {

	/**
	 * The event with the weight that the owner has now.
	 * @param weight more than 0
	 * @return the event
	 */
	public RunSubmitted withWeight(double weight) {
		return new RunSubmitted(this.run, this.owner, weight, this.name, this.placement, this.queue, this.executors,
				this.at);
	}

}
