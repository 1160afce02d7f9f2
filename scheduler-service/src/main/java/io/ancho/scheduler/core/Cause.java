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

		/** What happens to a cluster: it counts against nobody. */
		NOBODY,
		/** The agent could not launch or keep it. Counts against the agent. */
		AGENT,

		/**
		 * The run: its model, its image, what it asks for. Never counts against the
		 * agent.
		 */
		RUN,
		/**
		 * The image does not exist: that of the run, if it names one, otherwise the
		 * operator's. Stands only until it is known whose.
		 */
		IMAGE,
		/**
		 * An image could not be pulled, which may pass. It delays the run, whatever the
		 * agent.
		 */
		REGISTRY,

		/** Nobody can tell: it counts a little against both. */
		UNKNOWN

	}

	/** The same, now that it is known whether the run has named an image. */
	Cause resolved(boolean imageOfTheRun) {
		String whose = switch (this.blame) {
			case IMAGE, REGISTRY -> "check " + (imageOfTheRun ? "executors.image" : "ANCHO_EXECUTOR_IMAGE");
			case NOBODY, AGENT, RUN, UNKNOWN -> this.advice;
		};
		Blame known = (this.blame != Blame.IMAGE) ? this.blame : imageOfTheRun ? Blame.RUN : Blame.REGISTRY;
		return new Cause(this.reason, known, this.message, whose);
	}

	/** What to tell a person. */
	String text(String state) {
		String said = this.message.isEmpty() ? state : this.message;
		return this.advice.isEmpty() ? said : said + ": " + this.advice;
	}

}
