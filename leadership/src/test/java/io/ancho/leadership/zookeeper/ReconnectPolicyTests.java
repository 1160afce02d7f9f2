package io.ancho.leadership.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.curator.RetryLoop;
import org.apache.curator.RetrySleeper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReconnectPolicyTests {

	private final ReconnectPolicy policy = new ReconnectPolicy(Duration.ofSeconds(10));

	@Test
	void whatSomebodyWaitsForIsTriedForSoLong() {
		RetrySleeper waiting = RetryLoop.getDefaultRetrySleeper();
		assertThat(this.policy.allowRetry(1000, 9_999, waiting)).isTrue();
		assertThat(this.policy.allowRetry(0, 10_000, waiting)).isFalse();
	}

	@Test
	void whatIsDoneInTheBackgroundIsTriedWithoutEndAfterPauses() {
		List<Duration> pauses = new ArrayList<>();
		RetrySleeper background = (time, unit) -> pauses.add(Duration.of(time, unit.toChronoUnit()));
		assertThat(this.policy.allowRetry(1_000_000, 86_400_000, background)).isTrue();
		assertThat(pauses).containsExactly(Duration.ofMillis(250));
	}

	@Test
	void whoIsInterruptedGivesUp() {
		RetrySleeper interrupted = (time, unit) -> {
			throw new InterruptedException();
		};
		assertThat(this.policy.allowRetry(0, 0, interrupted)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

}
