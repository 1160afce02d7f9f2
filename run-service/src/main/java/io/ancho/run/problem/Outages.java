package io.ancho.run.problem;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.ancho.leadership.NotLeadingException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

/**
 * Tells an outage, which passes, from what would fail again however often it is tried.
 */
public final class Outages {

	private Outages() {
	}

	/**
	 * Whether a failure is one of Cassandra or Kafka, and not of what they were asked, or
	 * comes of another instance leading now.
	 * @param failure what was thrown
	 * @return false if trying the same again is no use
	 */
	public static boolean isOutage(Throwable failure) {
		boolean outage = false;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof QueryValidationException || cause instanceof FrameTooLongException
					|| cause instanceof RecordTooLargeException || cause instanceof SerializationException) {
				return false;
			}
			outage |= cause instanceof DriverException || cause instanceof KafkaException
					|| cause instanceof NotLeadingException || isOfSending(cause);
		}
		return outage;
	}

	/**
	 * A listener's exceptions come wrapped in one that says nothing of their own kind.
	 */
	private static boolean isOfSending(Throwable cause) {
		return cause instanceof org.springframework.kafka.KafkaException
				&& !(cause instanceof ListenerExecutionFailedException);
	}

}
