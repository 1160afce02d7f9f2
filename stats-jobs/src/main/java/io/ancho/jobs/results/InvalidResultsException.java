package io.ancho.jobs.results;

/**
 * The stored results are not what they must be, or the request does not fit them: trying
 * again will not help.
 */
public final class InvalidResultsException extends RuntimeException {

	/**
	 * What is wrong.
	 * @param message what is wrong with what, for a person
	 */
	public InvalidResultsException(String message) {
		super(message);
	}

}
