package io.ancho.scheduler.core;

/**
 * For how long what is declined shall not be offered again.
 */
public enum Refusal {

	/** Something waits for a better offer. */
	SHORT(2),

	/** Nothing waits. A revival cuts it short. */
	LONG(300);

	private final int seconds;

	Refusal(int seconds) {
		this.seconds = seconds;
	}

	public int seconds() {
		return this.seconds;
	}

}
