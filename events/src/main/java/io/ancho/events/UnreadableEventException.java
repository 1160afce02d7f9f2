package io.ancho.events;

/**
 * A record that is not the event its topic holds. It belongs in
 * {@link Topics#DEAD_LETTERS}; reading it again will not help.
 */
public final class UnreadableEventException extends RuntimeException {

	UnreadableEventException(String message, Throwable cause) {
		super(message, cause);
	}

}
