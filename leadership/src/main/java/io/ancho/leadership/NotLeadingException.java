package io.ancho.leadership;

/**
 * What only the leader may do was about to be done by an instance that does not lead, or
 * cannot be sure that it still does.
 */
public final class NotLeadingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NotLeadingException() {
		super("this instance does not lead any more, or cannot be sure that it does");
	}

}
