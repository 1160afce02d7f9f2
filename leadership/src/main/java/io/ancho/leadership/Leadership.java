package io.ancho.leadership;

import java.util.Optional;

import io.ancho.leadership.zookeeper.ZooKeeperAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Has this instance do what a leader does, while it leads. It stands for election once
 * everything else has started, and gives its leadership up before anything else ends.
 */
public final class Leadership implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Leadership.class);

	private final Duties duties;

	private final Election election;

	private final String name;

	private volatile boolean leads;

	private volatile boolean running;

	Leadership(LeaderProperties properties, Lease lease, Duties duties) {
		this.duties = duties;
		this.name = properties.name();
		this.election = properties.zookeeper().isEmpty() ? new Unopposed(this.name, lease) : new ZooKeeperElection(
				ZooKeeperAddress.parse(properties.zookeeper()), properties.session(), this.name, lease);
	}

	/**
	 * Whether this instance leads.
	 * @return whether it was elected and has not lost its leadership
	 */
	public boolean leads() {
		return this.leads;
	}

	/**
	 * How people know this instance.
	 * @return its name
	 */
	public String name() {
		return this.name;
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
		logger.info("{} leads", this.name);
		this.leads = true;
		try {
			this.duties.perform();
		}
		finally {
			this.leads = false;
			logger.info("{} does not lead any more", this.name);
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
