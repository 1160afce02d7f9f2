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

	private boolean cut;

	RunLog(String keyspace) {
		this.keyspace = keyspace;
	}

	String keyspace() {
		return this.keyspace;
	}

	/**
	 * Takes more text, as much of it as the cap leaves room for, and says where it is
	 * cut.
	 * @return whether there was room
	 */
	boolean append(String text, long cap) {
		if (this.cut) {
			return false;
		}
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		int room = (int) Math.min(encoded.length, cap - this.bytes);
		this.bytes += room;
		this.cut = room < encoded.length;
		this.waiting.append(this.cut ? whole(encoded, room) : text);
		if (this.cut) {
			this.waiting.append("\n[the log of this executor is cut here: it has reached %d bytes]\n".formatted(cap));
		}
		return true;
	}

	/** The characters of which all bytes are among the first ones. */
	private static String whole(byte[] encoded, int length) {
		int end = length;
		while (end > 0 && (encoded[end] & 0xC0) == 0x80) {
			end--;
		}
		return new String(encoded, 0, end, StandardCharsets.UTF_8);
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
