package io.ancho.run.source.fetch;

import org.jspecify.annotations.Nullable;

/**
 * A source that cannot be fetched. Shown to the client.
 */
class FetchException extends RuntimeException {

	private final String field;

	/**
	 * What is wrong with a field of a source.
	 * @param field {@code url}, {@code ref}, {@code path} or {@code sha256}
	 * @param message what is wrong with it, without its name, and what to do
	 */
	FetchException(String field, String message) {
		super(message);
		this.field = field;
	}

	static FetchException url(String message) {
		return new FetchException("url", message);
	}

	/**
	 * The reason that a library has wrapped in exceptions of its own.
	 * @param thrown what it threw
	 * @return the reason, or null if there is none of ours
	 */
	static @Nullable FetchException in(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof FetchException reason) {
				return reason;
			}
		}
		return null;
	}

	String field() {
		return this.field;
	}

	String message() {
		return String.valueOf(getMessage());
	}

}
