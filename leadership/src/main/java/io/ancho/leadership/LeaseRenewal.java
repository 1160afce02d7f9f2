package io.ancho.leadership;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease of an instance that was elected, eight times in a session, as long as
 * ZooKeeper answers that this session is the first in line. ZooKeeper counts a session's
 * time anew from each request, and never lets it end sooner.
 */
final class LeaseRenewal implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaseRenewal.class);

	private static final int RENEWALS = 8;

	/** The rest is for clocks that do not run at the same speed. */
	private static final double SHARE_OF_SESSION = 0.9;

	private final Lease lease;

	private final ZooKeeper zookeeper;

	private final String line;

	private final Runnable whenLost;

	private @Nullable Thread thread;

	private boolean closed;

	/**
	 * Not renewing yet.
	 * @param lease the lease
	 * @param zookeeper the session in which this instance was elected
	 * @param line where the instances stand in line
	 * @param whenLost called once the lease has ended, or is known to
	 */
	LeaseRenewal(Lease lease, ZooKeeper zookeeper, String line, Runnable whenLost) {
		this.lease = lease;
		this.zookeeper = zookeeper;
		this.line = line;
		this.whenLost = whenLost;
	}

	/**
	 * Renews it for the first time, and goes on by itself if that works.
	 * @return whether this instance holds the lease
	 */
	boolean begin() throws InterruptedException {
		if (!renew()) {
			return false;
		}
		this.thread = new Thread(this::keepRenewing, "lease");
		this.thread.setDaemon(true);
		this.thread.start();
		return true;
	}

	private void keepRenewing() {
		try {
			boolean first = true;
			while (first && this.lease.holds()) {
				TimeUnit.MILLISECONDS.sleep(this.zookeeper.getSessionTimeout() / RENEWALS);
				first = renew();
			}
			lose();
		}
		catch (InterruptedException ex) {
			logger.debug("The lease is not needed any more");
		}
	}

	/** Whoever has closed this is not called afterwards. */
	private synchronized void lose() {
		if (!this.closed) {
			logger.warn("This instance cannot be sure any more that it leads");
			this.whenLost.run();
		}
	}

	/** Whether this session is first in line, as far as is known. */
	private boolean renew() throws InterruptedException {
		long asked = System.nanoTime();
		try {
			boolean first = first().map((owner) -> owner == this.zookeeper.getSessionId()).orElse(false);
			if (first) {
				long session = TimeUnit.MILLISECONDS.toNanos(this.zookeeper.getSessionTimeout());
				this.lease.grant(asked, (long) (session * SHARE_OF_SESSION));
			}
			return first;
		}
		catch (KeeperException.ConnectionLossException | KeeperException.NoNodeException ex) {
			logger.debug("ZooKeeper does not say whether this instance leads", ex);
			return this.lease.holds();
		}
		catch (KeeperException ex) {
			logger.warn("This instance has lost its place in line: {}", ex.toString());
			return false;
		}
	}

	/** Whose session is first in line. */
	private Optional<Long> first() throws KeeperException, InterruptedException {
		Optional<String> node = this.zookeeper.getChildren(this.line, false)
			.stream()
			.min(Comparator.comparing((child) -> child.substring(child.lastIndexOf('-') + 1)));
		if (node.isEmpty()) {
			return Optional.empty();
		}
		Stat stat = this.zookeeper.exists(this.line + "/" + node.get(), false);
		return Optional.ofNullable(stat).map(Stat::getEphemeralOwner);
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
		this.lease.end();
	}

}
