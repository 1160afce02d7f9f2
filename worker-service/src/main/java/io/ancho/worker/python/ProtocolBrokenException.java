package io.ancho.worker.python;

import java.io.IOException;

/**
 * A model's process said what no runner says. It is the model's doing: whoever catches
 * this ends the process.
 */
final class ProtocolBrokenException extends IOException {

	private static final int LONGEST = 300;

	/**
	 * A broken protocol.
	 * @param message what was said, or was missing; whatever the process said in it is
	 * cut
	 */
	ProtocolBrokenException(String message) {
		super((message.length() <= LONGEST) ? message : StorableText.of(message.substring(0, LONGEST)) + "…");
	}

}
