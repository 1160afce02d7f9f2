package io.ancho.localstack.kafka;

import java.util.concurrent.atomic.AtomicInteger;

import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CoordinatorWatchTests {

	private static final String OUT_OF_SYNC = "The state machine of the coordinator __consumer_offsets-0 is out of sync with the underlying log. The last written offset returned is 15122 while the coordinator expected 5.";

	private final AtomicInteger ends = new AtomicInteger();

	private final CoordinatorWatch watch = new CoordinatorWatch(this.ends::incrementAndGet);

	@Test
	void aCoordinatorThatIsLoadedAgainAndAgainEndsTheBrokerOnce() {
		for (int second = 0; second < 5; second++) {
			log(OUT_OF_SYNC, second);
		}
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void oneThatIsLoadedAgainNowAndThenMendsItself() {
		for (int minute = 0; minute < 5; minute++) {
			log(OUT_OF_SYNC, 60 * minute);
		}
		assertThat(this.ends).hasValue(0);
	}

	@Test
	void whateverElseIsLoggedIsNoneOfItsBusiness() {
		for (int second = 0; second < 5; second++) {
			log("Failed to load metadata", second);
		}
		assertThat(this.ends).hasValue(0);
	}

	private void log(String message, int second) {
		this.watch.append(Log4jLogEvent.newBuilder()
			.setMessage(new SimpleMessage(message))
			.setTimeMillis(1000L * second)
			.build());
	}

}
