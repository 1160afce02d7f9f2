package io.ancho.leadership;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the first place in line from a leader that renews its lease no more, some seconds
 * before ZooKeeper would end its session.
 * <p>
 * A renewal that is seen was asked for before, so a lease's length after it was first
 * seen that lease is over; and the place is removed only if no other renewal has come
 * meanwhile. A leader of a version that does not renew by writing is left to ZooKeeper.
 */
final class LeaderWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaderWatch.class);

	/**
	 * Longer than a lease, for clocks that do not run at the same speed, or do not show
	 * the same time where they date writes.
	 */
	private static final Duration SILENCE = LeaseRenewal.LENGTH.plusMillis(400);

	private final CuratorFramework client;

	private final String line;

	private final Lease lease;

	private final Thread thread = new Thread(this::watch, "leader-watch");

	private @Nullable PlaceInLine seen;

	/** When it was seen for the first time, as {@link System#nanoTime} counts. */
	private long since;

	/**
	 * Not watching yet.
	 * @param client what ZooKeeper is asked with
	 * @param line where the instances stand in line
	 * @param lease this instance's own, which watches nobody while it leads
	 */
	LeaderWatch(CuratorFramework client, String line, Lease lease) {
		this.lease = lease;
		this.client = client;
		this.line = line;
		this.thread.setDaemon(true);
	}

	void begin() {
		this.thread.start();
	}

	private void watch() {
		try {
			while (true) {
				TimeUnit.MILLISECONDS.sleep(LeaseRenewal.PAUSE.toMillis());
				if (!this.lease.holds()) {
					look();
				}
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The leader is not watched any more");
		}
	}

	private void look() throws InterruptedException {
		try {
			ZooKeeper zookeeper = this.client.getZookeeperClient().getZooKeeper();
			Optional<PlaceInLine> first = PlaceInLine.first(zookeeper, this.line);
			if (first.isPresent() && isSilent(first.get()) && !first.get().isOf(zookeeper)) {
				zookeeper.delete(first.get().path(), first.get().renewals());
				logger.warn("The leader has not renewed its lease for {} ms; the next in line leads",
						SILENCE.toMillis());
			}
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (KeeperException.BadVersionException | KeeperException.NoNodeException ex) {
			logger.debug("The leader has renewed its lease, or nobody stands in line", ex);
		}
		catch (Exception ex) {
			logger.debug("ZooKeeper does not say whether the leader renews its lease", ex);
		}
	}

	private boolean isSilent(PlaceInLine first) {
		if (!first.equals(this.seen)) {
			this.seen = first;
			this.since = System.nanoTime();
		}
		return first.renewals() > 0 && System.nanoTime() - this.since >= SILENCE.toNanos();
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

}
