package io.ancho.leadership;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How long this instance may act as the leader without asking. The time is counted from
 * before ZooKeeper was last asked, and is shorter than the session that keeps all others
 * from leading: whoever holds the lease is the only one, even after having been stopped
 * for any time.
 * <p>
 * Ask before each step that others can see. A step that was begun in time may end later;
 * what it writes should carry {@link #timestamp}, which lies before whatever a later
 * leader writes.
 */
public final class Lease {

	private static final long NONE = Long.MIN_VALUE;

	private static final long FOR_EVER = Long.MAX_VALUE;

	private final LongSupplier nanos;

	private final Clock clock;

	private final AtomicLong latest = new AtomicLong();

	private volatile long until = NONE;

	/**
	 * A lease that nobody holds yet.
	 */
	public Lease() {
		this(System::nanoTime, Clock.systemUTC());
	}

	Lease(LongSupplier nanos, Clock clock) {
		this.nanos = nanos;
		this.clock = clock;
	}

	/**
	 * A lease without end, for what has no other instances.
	 * @return a lease that holds
	 */
	public static Lease unlimited() {
		Lease lease = new Lease();
		lease.grant();
		return lease;
	}

	/**
	 * Whether this instance leads for certain.
	 * @return false on any other instance, and where ZooKeeper has not confirmed it for
	 * too long
	 */
	public boolean holds() {
		long end = this.until;
		return end == FOR_EVER || (end != NONE && this.nanos.getAsLong() - end < 0);
	}

	/**
	 * Makes sure that this instance leads.
	 * @throws NotLeadingException if it does not, or cannot be sure
	 */
	public void check() {
		if (!holds()) {
			throw new NotLeadingException();
		}
	}

	/**
	 * The time, for a write that is about to be sent.
	 * @return microseconds since 1970 at which this instance led for certain, later than
	 * all before
	 * @throws NotLeadingException if it does not lead
	 */
	public long timestamp() {
		Instant now = this.clock.instant();
		check();
		long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
		return this.latest.updateAndGet((before) -> Math.max(before + 1, micros));
	}

	/** It holds until it is ended. */
	void grant() {
		this.until = FOR_EVER;
	}

	/**
	 * It holds for some time from a moment on.
	 * @param from the moment, as {@link System#nanoTime} counts
	 * @param length nanoseconds
	 */
	void grant(long from, long length) {
		this.until = from + length;
	}

	void end() {
		this.until = NONE;
	}

}
