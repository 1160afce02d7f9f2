package io.ancho.scheduler.leader;

import io.ancho.leadership.Duties;
import io.ancho.leadership.LeaderProperties;
import io.ancho.scheduler.loop.SchedulerLoop;
import io.ancho.scheduler.outage.Outages;
import io.ancho.scheduler.outage.Outages.Needed;
import io.ancho.scheduler.storage.Terms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * What the leader does: decide, and then read runs' events. It stops at once on losing
 * leadership, and when another instance begins to lead all the same.
 */
@Component
final class SchedulerDuties implements Duties {

	private static final Logger logger = LoggerFactory.getLogger(SchedulerDuties.class);

	private static final long RETRY_MILLIS = 1000;

	private final Terms terms;

	private final SchedulerLoop loop;

	private final RunEventsConsumer consumer;

	private final Outages outages;

	private final String name;

	SchedulerDuties(LeaderProperties properties, Terms terms, SchedulerLoop loop, RunEventsConsumer consumer,
			Outages outages) {
		this.terms = terms;
		this.loop = loop;
		this.consumer = consumer;
		this.outages = outages;
		this.name = properties.name();
	}

	@Override
	public void perform() throws InterruptedException {
		try {
			begin();
			this.loop.awaitDeposition();
		}
		finally {
			this.loop.stop();
			this.consumer.stop();
		}
	}

	/** Cassandra may be away; nothing can be decided before it has answered. */
	private void begin() throws InterruptedException {
		while (true) {
			try {
				logger.info("{} begins term {}", this.name, this.terms.begin(this.name));
				this.loop.start();
				this.consumer.start();
				this.outages.noteSuccess(Needed.CASSANDRA);
				return;
			}
			catch (RuntimeException ex) {
				logger.warn("Cannot begin to lead; trying again", ex);
				this.outages.noteFailure(Needed.CASSANDRA, String.valueOf(ex.getMessage()));
				this.loop.stop();
				Thread.sleep(RETRY_MILLIS);
			}
		}
	}

}
