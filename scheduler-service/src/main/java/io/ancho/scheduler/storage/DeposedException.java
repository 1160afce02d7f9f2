package io.ancho.scheduler.storage;

/**
 * This instance leads no more: another one has begun a later term.
 */
public final class DeposedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DeposedException(long term) {
		super("Another instance has begun to lead after term " + term + " had begun here");
	}

}
