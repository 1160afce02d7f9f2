package io.ancho.scheduler.core;

/**
 * For how long what is declined shall not be offered again. Mesos offers more of an agent
 * at once when there is more of it; a revival cuts all refusals short.
 */
public enum Refusal {

	/** Something waits that may take it in a moment. */
	SHORT(2),

	/** Nothing that waits can use it. */
	UNFIT(30),

	/** Nothing waits. */
	LONG(300);

	private final int seconds;

	Refusal(int seconds) {
		this.seconds = seconds;
	}

	public int seconds() {
		return this.seconds;
	}

}
