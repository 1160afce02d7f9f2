package io.ancho.leadership;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The only instance leads, unless it turns out that there is another one: the later of
 * the two leads then, and this one does not again before it is restarted.
 */
final class Unopposed implements Election {

	private final String name;

	private final Lease lease;

	private @Nullable Thread thread;

	private volatile boolean deposed;

	Unopposed(String name, Lease lease) {
		this.name = name;
		this.lease = lease;
	}

	@Override
	public void stand(Duties duties) {
		this.lease.grant();
		this.thread = new Thread(() -> perform(duties), "leader");
		this.thread.start();
	}

	private void perform(Duties duties) {
		try {
			duties.perform();
			this.deposed = true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lease.end();
		}
	}

	@Override
	public void withdraw() {
		if (this.thread == null) {
			return;
		}
		this.thread.interrupt();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String hindrance() {
		return "another instance has begun to lead; give all of them ZooKeeper's address (ancho.leader.zookeeper), "
				+ "and restart this one";
	}

	@Override
	public Optional<String> leader() {
		return this.deposed ? Optional.empty() : Optional.of(this.name);
	}

}
