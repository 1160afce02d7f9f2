package io.ancho.worker.results;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What a run's models have printed here and what of it is still to be written.
 */
final class RunLog {

	private final String keyspace;

	private final StringBuilder waiting = new StringBuilder();

	private long bytes;

	RunLog(String keyspace) {
		this.keyspace = keyspace;
	}

	String keyspace() {
		return this.keyspace;
	}

	/**
	 * Takes more text, until there is more than the cap in all.
	 * @return whether it was taken
	 */
	boolean append(String text, long cap) {
		if (this.bytes > cap) {
			return false;
		}
		this.bytes += text.getBytes(StandardCharsets.UTF_8).length;
		this.waiting.append(text);
		if (this.bytes > cap) {
			this.waiting.append("\n[the log of this executor is cut here: it has reached %d bytes]\n".formatted(cap));
		}
		return true;
	}

	/**
	 * The text to write, or null if there is none.
	 */
	@Nullable String take() {
		if (this.waiting.isEmpty()) {
			return null;
		}
		String text = this.waiting.toString();
		this.waiting.setLength(0);
		return text;
	}

}
