package io.ancho.worker.results;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;

/**
 * What went wrong with the store: what it, or its driver, calls invalid will be invalid
 * again and is the run's own; anything else is an outage.
 */
final class Refusals {

	private Refusals() {
	}

	/**
	 * What to throw in place of an error of the driver.
	 * @param error the error
	 * @param outage what cannot be done, if it is an outage
	 */
	static RuntimeException of(Throwable error, String outage) {
		if (isInvalid(error)) {
			return new ImpedimentException(Cause.STORAGE, "the store refuses the results: " + error.getMessage(),
					error);
		}
		return new InfrastructureException(outage, error);
	}

	private static boolean isInvalid(Throwable error) {
		if (error instanceof AllNodesFailedException nodes) {
			return !nodes.getAllErrors().isEmpty() && nodes.getAllErrors()
				.values()
				.stream()
				.flatMap((errors) -> errors.stream())
				.allMatch(Refusals::isInvalid);
		}
		return error instanceof QueryValidationException || error instanceof FrameTooLongException
				|| error instanceof CodecNotFoundException || error instanceof IllegalArgumentException;
	}

}
