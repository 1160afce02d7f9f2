package io.ancho.worker.python;

import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the end of a runner's process.
 *
 * @param kind how it ended
 * @param message what happened and the last it printed, for the model's author
 * @param traceback the author's own lines it was in, or null if they are not known
 * @param index the sequence it was at, by its own account; of a batch model, its block's
 * first
 */
public record Death(Kind kind, String message, @Nullable String traceback, long index) {

	/**
	 * How a process ended.
	 */
	public enum Kind {

		/** By itself. */
		EXIT("ProcessExited"),

		/** By a signal, its own or somebody else's. */
		SIGNAL("ProcessKilled"),

		/** By the kernel, for lack of memory. */
		MEMORY("OutOfMemory"),

		/** By this executor, because it took too long. */
		TIME("SequenceTimeout"),

		/** By this executor, because it wrote what is no reply. */
		PROTOCOL("ProtocolBroken");

		private final String errorType;

		Kind(String errorType) {
			this.errorType = errorType;
		}

	}

	static Death ofBrokenProtocol(ProtocolBrokenException broken, long index) {
		return new Death(Kind.PROTOCOL, "the model's process broke Ancho's protocol: " + broken.getMessage(), null,
				index);
	}

	/**
	 * What to say if the process died while it loaded its model.
	 * @return what happened, and in which of the author's lines if they are known
	 */
	public String whileLoadingMessage() {
		String lines = (this.traceback != null) ? "\n" + this.traceback : "";
		return ((this.kind == Kind.TIME) ? "" : "while the model was loaded, ") + this.message + lines;
	}

	/**
	 * The failure of a sequence whose process dies each time.
	 * @param sequence its index
	 * @return the failure as it is recorded
	 */
	public SequenceFailure failureOf(long sequence) {
		return new SequenceFailure(sequence, this.kind.errorType, this.message, this.traceback);
	}

}
