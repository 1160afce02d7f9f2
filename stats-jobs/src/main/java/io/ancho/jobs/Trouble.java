package io.ancho.jobs;

import java.io.IOException;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.ancho.jobs.results.InvalidResultsException;

/**
 * What kind of trouble an exception tells of.
 */
enum Trouble {

	/**
	 * The results or the request are wrong, or Cassandra calls a query so: trying again
	 * is in vain.
	 */
	PERMANENT,

	/**
	 * Cassandra, its permissions, the network or a disk are not as they should be: they
	 * will be again.
	 */
	OUTAGE,

	/** Something that was not foreseen. */
	DEFECT;

	static Trouble of(Throwable trouble) {
		for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnauthorizedException) {
				return OUTAGE;
			}
			if (cause instanceof InvalidResultsException || cause instanceof QueryValidationException) {
				return PERMANENT;
			}
			if (cause instanceof DriverException || cause instanceof IOException) {
				return OUTAGE;
			}
		}
		return DEFECT;
	}

}
