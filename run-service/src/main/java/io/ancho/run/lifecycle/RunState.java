package io.ancho.run.lifecycle;

/**
 * The states of a run: {@code SUBMITTED → RUNNING → SUMMARIZING → COMPLETED}, and from
 * any of the first three {@code FAILED} or {@code CANCELLED}.
 */
public enum RunState {

	/** Accepted; no chunk has come in. */
	SUBMITTED,

	/** Chunks come in. */
	RUNNING,

	/** All sequences are in; the summary is being made. */
	SUMMARIZING,

	/** The summary is there. */
	COMPLETED,

	/** It cannot be completed. */
	FAILED,

	/** The user cancelled it. */
	CANCELLED;

	/**
	 * Whether chunks are handed out and counted.
	 * @return true before all sequences are in
	 */
	public boolean isExecuting() {
		return this == SUBMITTED || this == RUNNING;
	}

	/**
	 * Whether nothing will change any more.
	 * @return true in a final state
	 */
	public boolean isOver() {
		return this == COMPLETED || this == FAILED || this == CANCELLED;
	}

	boolean mayBecome(RunState next) {
		return switch (this) {
			case SUBMITTED -> next == RUNNING || next == FAILED || next == CANCELLED;
			case RUNNING -> next == SUMMARIZING || next == FAILED || next == CANCELLED;
			case SUMMARIZING -> next == COMPLETED || next == FAILED || next == CANCELLED;
			case COMPLETED, FAILED, CANCELLED -> false;
		};
	}

}
