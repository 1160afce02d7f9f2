package io.ancho.run.problem;

import java.util.concurrent.ExecutionException;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

import static org.assertj.core.api.Assertions.assertThat;

class OutagesTests {

	@Test
	void whatIsNotAnsweredIsAnOutageHoweverItIsWrapped() {
		assertThat(Outages.isOutage(new DriverTimeoutException("10 s"))).isTrue();
		assertThat(Outages.isOutage(new KafkaException(new ExecutionException(new TimeoutException())))).isTrue();
		assertThat(Outages.isOutage(listener(new DriverTimeoutException("10 s")))).isTrue();
	}

	@Test
	@SuppressWarnings("NullAway")
	void whatIsCalledInvalidIsNone() {
		Node coordinator = null;
		InvalidQueryException invalid = new InvalidQueryException(coordinator, "Batch too large");
		assertThat(Outages.isOutage(invalid)).isFalse();
		assertThat(Outages.isOutage(listener(invalid))).isFalse();
		assertThat(Outages.isOutage(new KafkaException(new ExecutionException(new RecordTooLargeException()))))
			.isFalse();
		assertThat(Outages.isOutage(listener(new IllegalArgumentException("not planned as a chunk")))).isFalse();
	}

	private static RuntimeException listener(Exception cause) {
		return new ListenerExecutionFailedException("listener failed", cause);
	}

}
