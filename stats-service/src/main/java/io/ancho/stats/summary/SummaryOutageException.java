package io.ancho.stats.summary;

/**
 * A summary could not be made because something that it needs does not work at present.
 */
final class SummaryOutageException extends RuntimeException {

	SummaryOutageException(String message) {
		super(message);
	}

}
