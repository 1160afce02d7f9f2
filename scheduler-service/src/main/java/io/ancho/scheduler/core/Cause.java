package io.ancho.scheduler.core;

/**
 * Why a task is in its state.
 *
 * @param reason Mesos's name of the reason, without {@code REASON_}; empty if it gives
 * none
 * @param blame whose fault it is if the task has ended
 * @param message for a person
 * @param advice what the run's owner can change; empty if there is nothing
 */
public record Cause(String reason, Blame blame, String message, String advice) {

	/**
	 * Whose fault an end is.
	 */
	public enum Blame {

		/** Mesos, the agent or the network. It never counts against the run. */
		INFRASTRUCTURE,

		/**
		 * The run: its model, its image, what it asks for. Never counts against the
		 * agent.
		 */
		RUN,

		/** Nobody can tell: it counts a little against both. */
		UNKNOWN

	}

	/** What to tell a person. */
	String text(String state) {
		String said = this.message.isEmpty() ? state : this.message;
		return this.advice.isEmpty() ? said : said + ": " + this.advice;
	}

}
