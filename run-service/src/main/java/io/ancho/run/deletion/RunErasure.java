package io.ancho.run.deletion;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.ancho.events.RunDeleted;
import io.ancho.events.RunEnded;
import io.ancho.events.Topics;
import io.ancho.run.messaging.EmptyGroups;
import io.ancho.run.messaging.Queues;
import io.ancho.run.messaging.Sends;
import io.ancho.run.messaging.TopicProperties;
import io.ancho.run.submission.IdempotencyKeys;

import org.springframework.stereotype.Component;

/**
 * Deletes all that a run has left, in steps that may be repeated.
 */
@Component
class RunErasure {

	private final RunData data;

	private final IdempotencyKeys keys;

	private final Queues queues;

	private final EmptyGroups groups;

	private final Sends sends;

	private final TopicProperties topics;

	private final Intentions intentions;

	private final DeletionProperties properties;

	private final Clock clock;

	RunErasure(RunData data, IdempotencyKeys keys, Queues queues, EmptyGroups groups, Sends sends,
			TopicProperties topics, Intentions intentions, DeletionProperties properties, Clock clock) {
		this.data = data;
		this.keys = keys;
		this.queues = queues;
		this.groups = groups;
		this.sends = sends;
		this.topics = topics;
		this.intentions = intentions;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * Ends what still works for the run, and deletes its data and its queue.
	 * @param deletion the run
	 */
	void eraseData(RunDeletion deletion) {
		RunEnded ended = deletion.ended();
		if (ended != null) {
			this.sends.send(this.topics.runs(), deletion.run(), List.of(ended));
		}
		this.data.delete(deletion);
		this.keys.forget(deletion.id());
		if (deletion.dedicated()) {
			this.queues.delete(Topics.queue(deletion.run()));
		}
	}

	/**
	 * Deletes the share group, tells the others, and forgets the run itself.
	 * @param deletion the run, its data deleted
	 * @return false while there may be executors in the group
	 */
	boolean finish(RunDeletion deletion) {
		if (deletion.mayMeetExecutors(this.properties.grace(), this.clock.instant())) {
			return false;
		}
		if (deletion.dedicated() && !this.groups.delete(Topics.queue(deletion.run()))) {
			return false;
		}
		this.sends.send(this.topics.runs(), deletion.run(), List
			.of(new RunDeleted(deletion.run(), deletion.owner(), this.clock.instant().truncatedTo(ChronoUnit.MILLIS))));
		this.intentions.remove(deletion);
		return true;
	}

}
