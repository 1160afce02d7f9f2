package io.ancho.leadership;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease of an instance that was elected, by a write to its place in line,
 * which ZooKeeper does only as long as that place is its own. Whoever stands by counts
 * the writes: see {@link LeaderWatch}.
 */
final class LeaseRenewal implements AutoCloseable {

	/**
	 * For how long a lease holds from before the write that renewed it. Instances of all
	 * versions have to agree on it, since {@link LeaderWatch} relies on it.
	 */
	static final Duration LENGTH = Duration.ofMillis(2400);

	/** Between two renewals. */
	static final Duration PAUSE = LENGTH.dividedBy(8);

	private static final Logger logger = LoggerFactory.getLogger(LeaseRenewal.class);

	/** The rest is for clocks that do not run at the same speed. */
	private static final double SHARE_OF_SESSION = 0.9;

	private final Lease lease;

	private final ZooKeeper zookeeper;

	private final String line;

	private final byte[] name;

	private final Runnable whenLost;

	/** This instance's own place. */
	private String place = "";

	private @Nullable Thread thread;

	private boolean closed;

	/**
	 * Not renewing yet.
	 * @param lease the lease
	 * @param zookeeper the session in which this instance was elected
	 * @param line where the instances stand in line
	 * @param name how people know this instance, which its place in line says
	 * @param whenLost called once the lease has ended, or is known to
	 */
	LeaseRenewal(Lease lease, ZooKeeper zookeeper, String line, String name, Runnable whenLost) {
		this.lease = lease;
		this.zookeeper = zookeeper;
		this.line = line;
		this.name = name.getBytes(StandardCharsets.UTF_8);
		this.whenLost = whenLost;
	}

	/**
	 * Renews it for the first time, and goes on by itself if that works.
	 * @return whether this instance holds the lease
	 */
	boolean begin() throws InterruptedException {
		if (!isFirst() || !renew()) {
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
				TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
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

	private boolean isFirst() throws InterruptedException {
		try {
			Optional<PlaceInLine> first = PlaceInLine.first(this.zookeeper, this.line);
			this.place = first.map(PlaceInLine::path).orElse("");
			return first.filter((place) -> place.isOf(this.zookeeper)).isPresent();
		}
		catch (KeeperException ex) {
			logger.warn("ZooKeeper does not say who is first in line: {}", ex.toString());
			return false;
		}
	}

	/** Whether this session still has the first place, as far as is known. */
	private boolean renew() throws InterruptedException {
		long asked = System.nanoTime();
		try {
			this.zookeeper.setData(this.place, this.name, -1);
			long session = TimeUnit.MILLISECONDS.toNanos(this.zookeeper.getSessionTimeout());
			this.lease.grant(asked, Math.min(LENGTH.toNanos(), (long) (session * SHARE_OF_SESSION)));
			return true;
		}
		catch (KeeperException.ConnectionLossException ex) {
			logger.debug("ZooKeeper does not say whether this instance leads", ex);
			return this.lease.holds();
		}
		catch (KeeperException ex) {
			logger.warn("This instance has lost its place in line: {}", ex.toString());
			return false;
		}
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
