package io.ancho.scheduler.leader;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.ancho.scheduler.zookeeper.ZooKeeperAddress;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.recipes.leader.Participant;
import org.apache.curator.framework.state.ConnectionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instances that wait in line in ZooKeeper. The first leads until its session ends, which
 * it notices itself at most two thirds of a session after ZooKeeper does. A connection
 * that is lost for less changes nothing.
 */
final class ZooKeeperElection implements Election {

	private static final Logger logger = LoggerFactory.getLogger(ZooKeeperElection.class);

	private final CuratorFramework client;

	private final ZooKeeperAddress address;

	private final String name;

	private final ExecutorService thread = Executors.newSingleThreadExecutor((work) -> new Thread(work, "leader"));

	private volatile @Nullable LeaderSelector selector;

	ZooKeeperElection(ZooKeeperAddress address, Duration session, String name) {
		this.address = address;
		this.name = name;
		this.client = address.connect(session);
	}

	@Override
	public void stand(Duties duties) {
		this.selector = new LeaderSelector(this.client, this.address.path(), this.thread, new Elected(duties));
		this.selector.setId(this.name);
		this.selector.autoRequeue();
		this.selector.start();
	}

	@Override
	public void withdraw() {
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
				: "there is no connection to ZooKeeper, see ANCHO_SCHEDULER_ZOOKEEPER";
	}

	@Override
	public Optional<String> leader() {
		if (this.selector == null || !this.client.getZookeeperClient().isConnected()) {
			return Optional.empty();
		}
		try {
			Participant leader = this.selector.getLeader();
			return leader.isLeader() ? Optional.of(leader.getId()) : Optional.empty();
		}
		catch (Exception ex) {
			logger.warn("ZooKeeper does not say who leads", ex);
			return Optional.empty();
		}
	}

	private static final class Elected extends LeaderSelectorListenerAdapter {

		private final Duties duties;

		Elected(Duties duties) {
			this.duties = duties;
		}

		@Override
		public void takeLeadership(CuratorFramework client) throws InterruptedException {
			this.duties.perform();
		}

		@Override
		public void stateChanged(CuratorFramework client, ConnectionState state) {
			logger.info("ZooKeeper: {}", state);
			super.stateChanged(client, state);
		}

	}

}
