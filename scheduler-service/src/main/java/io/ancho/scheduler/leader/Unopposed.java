package io.ancho.scheduler.leader;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The only instance leads.
 */
final class Unopposed implements Election {

	private final String name;

	private @Nullable Thread thread;

	Unopposed(String name) {
		this.name = name;
	}

	@Override
	public void stand(Duties duties) {
		this.thread = new Thread(() -> perform(duties), "leader");
		this.thread.start();
	}

	private static void perform(Duties duties) {
		try {
			duties.perform();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
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
	public Optional<String> leader() {
		return Optional.of(this.name);
	}

}
