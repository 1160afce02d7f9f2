package io.ancho.run.execution;

import java.util.List;
import java.util.function.Supplier;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEvent;
import io.ancho.events.RunSubmitted;
import io.ancho.events.Topics;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.Runs;
import io.ancho.run.lifecycle.Snapshot;
import io.ancho.run.messaging.Queues;
import io.ancho.run.messaging.Sends;
import io.ancho.run.messaging.TopicProperties;
import io.ancho.run.quota.UserLimits;

/**
 * A run's current value: stored before it counts, its events published after that, each
 * at least once and in order.
 */
final class RunJournal {

	private final Ports ports;

	private final Supplier<Snapshot> snapshot;

	private Run run;

	private boolean closed;

	/**
	 * What a journal works with.
	 *
	 * @param runs the store
	 * @param queues the queues
	 * @param sends the broker
	 * @param topics the topics' names
	 * @param limits the users' weights
	 */
	record Ports(Runs runs, Queues queues, Sends sends, TopicProperties topics, UserLimits limits) {
	}

	RunJournal(Ports ports, Run run, Supplier<Snapshot> snapshot) {
		this.ports = ports;
		this.run = run;
		this.snapshot = snapshot;
	}

	Run run() {
		return this.run;
	}

	/**
	 * Stores the run's next value and, once that is done, takes it as the current.
	 * @param next the next value
	 */
	void store(Run next) {
		if (!next.equals(this.run)) {
			this.ports.runs().save(next, this.snapshot.get());
			this.run = next;
		}
	}

	/**
	 * Stores what is known of the run's executors.
	 * @param report the latest report
	 */
	void storeExecutors(ExecutorsChanged report) {
		if (this.closed) {
			return;
		}
		this.ports.runs().saveExecutors(this.run.id(), report);
	}

	/**
	 * Publishes what need not be remembered, because it is told anew after a restart.
	 * @param event the event
	 */
	void tell(RunEvent event) {
		this.ports.sends().send(this.ports.topics().runs(), event.run(), List.of(event));
	}

	/**
	 * Takes the run as over, and leaves it to others to store and to tell that.
	 * @param last the run's last value
	 */
	void handOver(Run last) {
		this.run = last;
		this.closed = true;
	}

	/**
	 * Publishes what is still to be published.
	 */
	void publish() {
		if (this.closed) {
			return;
		}
		while (!this.run.unpublished().isEmpty()) {
			publish(this.run.unpublished().get(0));
			store(this.run.published());
		}
		if (this.run.state().isOver()) {
			this.ports.runs().finished(this.run.id());
			this.closed = true;
		}
	}

	private void publish(RunEvent event) {
		if (event instanceof RunSubmitted && this.run.isDedicated()) {
			ExecutorSpec executors = this.run.definition().executors();
			this.ports.queues().create(queue(), (executors != null) ? executors.count() * executors.cpus() : 1);
		}
		tell((event instanceof RunSubmitted submitted) ? weighed(submitted) : event);
		if (event instanceof RunEnded && this.run.isDedicated()) {
			this.ports.queues().delete(queue());
		}
	}

	private RunSubmitted weighed(RunSubmitted submitted) {
		return submitted.withWeight(this.ports.limits().weight(this.run.owner()));
	}

	/**
	 * Whether nothing is left to do for the run.
	 * @return true once it is over and everybody was told
	 */
	boolean isClosed() {
		return this.closed;
	}

	String queue() {
		return queue(this.run, this.ports.topics());
	}

	static String queue(Run run, TopicProperties topics) {
		return run.isDedicated() ? Topics.queue(run.id().toString()) : topics.poolQueue();
	}

}
