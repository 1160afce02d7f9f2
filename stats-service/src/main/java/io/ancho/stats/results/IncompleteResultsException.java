package io.ancho.stats.results;

/**
 * Results that must be there are not: a defect, or data that was lost.
 */
final class IncompleteResultsException extends RuntimeException {

	IncompleteResultsException(String output, long sequence) {
		super("output " + output + ": sequence " + sequence + " has no result");
	}

}
