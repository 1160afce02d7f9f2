package io.ancho.scheduler.leader;

import java.util.Optional;

import io.ancho.scheduler.loop.SchedulerLoop;
import io.ancho.scheduler.outage.Outages;
import io.ancho.scheduler.outage.Outages.Needed;
import io.ancho.scheduler.storage.Terms;
import io.ancho.scheduler.zookeeper.ZooKeeperAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has this instance do what a leader does, while it leads: decide, and then read runs'
 * events. On losing leadership, or when another instance begins to lead all the same, it
 * stops at once, and stands for election again where there is one.
 */
@Component
public final class Leadership implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Leadership.class);

	private static final long RETRY_MILLIS = 1000;

	private final Terms terms;

	private final SchedulerLoop loop;

	private final RunEventsConsumer consumer;

	private final Outages outages;

	private final Election election;

	private final String name;

	private volatile boolean leads;

	private volatile boolean running;

	Leadership(LeaderProperties properties, Terms terms, SchedulerLoop loop, RunEventsConsumer consumer,
			Outages outages) {
		this.terms = terms;
		this.loop = loop;
		this.consumer = consumer;
		this.outages = outages;
		this.name = properties.name();
		this.election = properties.zookeeper().isEmpty() ? new Unopposed(this.name) : new ZooKeeperElection(
				ZooKeeperAddress.parse(properties.zookeeper()), properties.session(), this.name);
	}

	/**
	 * Whether this instance leads.
	 * @return whether it was elected and has not lost its leadership
	 */
	public boolean leads() {
		return this.leads;
	}

	/**
	 * Who leads.
	 * @return the leader's name, for people; empty if nobody leads, or ZooKeeper does not
	 * say
	 */
	public Optional<String> leader() {
		return this.election.leader();
	}

	/**
	 * Why nobody is known to lead.
	 * @return a clause
	 */
	public String hindrance() {
		return this.election.hindrance();
	}

	@Override
	public void start() {
		this.running = true;
		this.election.stand(this::lead);
	}

	private void lead() throws InterruptedException {
		try {
			this.leads = true;
			begin();
			this.loop.awaitDeposition();
		}
		finally {
			this.leads = false;
			logger.info("{} does not lead any more", this.name);
			this.loop.stop();
			this.consumer.stop();
		}
	}

	/** Cassandra may be away; nothing can be decided before it has answered. */
	private void begin() throws InterruptedException {
		while (true) {
			try {
				logger.info("{} leads, in term {}", this.name, this.terms.begin(this.name));
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

	@Override
	public void stop() {
		this.election.withdraw();
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
