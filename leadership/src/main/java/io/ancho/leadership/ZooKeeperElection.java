package io.ancho.leadership;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.ancho.leadership.zookeeper.ZooKeeperAddress;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.leader.Participant;
import org.apache.curator.framework.state.ConnectionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances that wait in line in ZooKeeper. The first leads until its lease ends, which
 * is before its session does. A connection that is lost for less changes nothing.
 */
final class ZooKeeperElection implements Election {

	private static final Logger logger = LoggerFactory.getLogger(ZooKeeperElection.class);

	private final CuratorFramework client;

	private final ZooKeeperAddress address;

	private final String name;

	private final Lease lease;

	private final LeaderWatch watch;

	private final ExecutorService thread = Executors.newSingleThreadExecutor((work) -> new Thread(work, "leader"));

	private volatile @Nullable LeaderSelector selector;

	ZooKeeperElection(ZooKeeperAddress address, Duration session, String name, Lease lease) {
		this.address = address;
		this.name = name;
		this.lease = lease;
		this.client = address.connect(session);
		this.watch = new LeaderWatch(this.client, address.path(), lease);
	}

	@Override
	public void stand(Duties duties) {
		this.selector = new LeaderSelector(this.client, this.address.path(), this.thread, new Elected(duties));
		this.selector.setId(this.name);
		this.selector.autoRequeue();
		this.selector.start();
		this.watch.begin();
	}

	@Override
	public void withdraw() {
		this.watch.close();
		if (this.selector != null) {
			this.selector.close();
			this.selector = null;
		}
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(30, TimeUnit.SECONDS)) {
				logger.error("What a leader does has not ended within 30 s");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.client.close();
	}

	@Override
	public String hindrance() {
		return this.client.getZookeeperClient().isConnected() ? "the election is under way"
				: "there is no connection to ZooKeeper at " + this.address;
	}

	@Override
	public Optional<String> leader() {
		LeaderSelector standing = this.selector;
		if (standing == null || !this.client.getZookeeperClient().isConnected()) {
			return Optional.empty();
		}
		try {
			Participant leader = standing.getLeader();
			return leader.isLeader() ? Optional.of(leader.getId()) : Optional.empty();
		}
		catch (Exception ex) {
			logger.warn("ZooKeeper does not say who leads", ex);
			return Optional.empty();
		}
	}

	private final class Elected extends LeaderSelectorListenerAdapter {

		private final Duties duties;

		Elected(Duties duties) {
			this.duties = duties;
		}

		@Override
		public void takeLeadership(CuratorFramework client) throws Exception {
			Thread leading = Thread.currentThread();
			try (LeaseRenewal renewal = new LeaseRenewal(ZooKeeperElection.this.lease,
					client.getZookeeperClient().getZooKeeper(), ZooKeeperElection.this.address.path(),
					ZooKeeperElection.this.name, leading::interrupt)) {
				if (renewal.begin()) {
					this.duties.perform();
				}
			}
			finally {
				// An interruption by the lease must not keep it from standing again.
				Thread.interrupted();
			}
		}

		@Override
		public void stateChanged(CuratorFramework client, ConnectionState state) {
			logger.info("ZooKeeper: {}", state);
			super.stateChanged(client, state);
		}

	}

}
