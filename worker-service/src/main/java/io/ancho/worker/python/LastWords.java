package io.ancho.worker.python;

import java.util.Arrays;

/**
 * The end of what a process printed: its last lines, at most ten of them and 2,000
 * characters.
 */
final class LastWords {

	private static final int LINES = 10;

	private static final int CHARACTERS = 2000;

	private final StringBuilder text = new StringBuilder();

	synchronized void append(String more) {
		this.text.append(more, Math.max(0, more.length() - CHARACTERS), more.length());
		this.text.delete(0, Math.max(0, this.text.length() - CHARACTERS));
	}

	@Override
	public synchronized String toString() {
		String[] lines = this.text.toString().strip().split("\n");
		return String.join("\n", Arrays.copyOfRange(lines, Math.max(0, lines.length - LINES), lines.length));
	}

}
