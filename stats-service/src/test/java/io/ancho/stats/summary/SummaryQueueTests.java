package io.ancho.stats.summary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.ancho.events.Output;
import io.ancho.events.Provenance;
import io.ancho.events.SequencesCompleted;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryQueueTests {

	private final SettableClock clock = new SettableClock();

	private final SummaryQueue queue = new SummaryQueue(this.clock, Duration.ofMinutes(2));

	private final List<String> done = new ArrayList<>();

	@Test
	void smallRunsComeFirst() throws InterruptedException {
		add("large", 1_000_000);
		add("small", 10);
		assertThat(this.queue.depth()).isEqualTo(2);
		assertThat(this.queue.take(Lane.SMALL).event().run()).isEqualTo("small");
		assertThat(this.queue.take(Lane.SMALL).event().run()).isEqualTo("large");
	}

	@Test
	void aLargeRunThatHasWaitedLongEnoughComesFirst() throws InterruptedException {
		add("large", 1_000_000);
		this.clock.now = this.clock.now.plusSeconds(121);
		add("small", 10);
		assertThat(this.queue.take(Lane.SMALL).event().run()).isEqualTo("large");
	}

	@Test
	void aJobThatIsToBeTriedAgainLetsOthersPass() throws InterruptedException {
		add("small", 10);
		SummaryJob small = this.queue.take(Lane.SMALL);
		add("large", 1_000_000);
		this.queue.retry(small, Duration.ofSeconds(30));
		assertThat(this.queue.take(Lane.SMALL).event().run()).isEqualTo("large");
		this.clock.now = this.clock.now.plusSeconds(30);
		assertThat(this.queue.take(Lane.SMALL)).isSameAs(small);
		assertThat(this.done).isEmpty();
	}

	@Test
	void aSmallRunWaitsForNoneThatIsBeingMadeInAnotherLane() throws InterruptedException {
		add("large", 1_000_000_000);
		assertThat(this.queue.take(Lane.LARGE).event().run()).isEqualTo("large");
		add("medium", 10_000_000);
		add("small", 10);
		assertThat(this.queue.take(Lane.SMALL).event().run()).isEqualTo("small");
		assertThat(this.queue.take(Lane.MEDIUM).event().run()).isEqualTo("medium");
		assertThat(this.queue.depth()).isEqualTo(3);
		assertThat(this.queue.cancel("large")).hasSize(1);
		assertThat(this.queue.cancel("small")).extracting((job) -> job.event().run()).containsExactly("small");
	}

	@Test
	void aCancelledRunIsDroppedWhereItWaits() {
		add("run", 10);
		assertThat(this.queue.cancel("run")).isEmpty();
		assertThat(this.done).containsExactly("run");
		assertThat(this.queue.depth()).isZero();
	}

	@Test
	void aCancelledRunThatIsBeingMadeIsNotTriedAgain() throws InterruptedException {
		add("run", 10);
		SummaryJob job = this.queue.take(Lane.SMALL);
		assertThat(this.queue.cancel("run")).containsExactly(job);
		this.queue.retry(job, Duration.ofSeconds(1));
		assertThat(this.done).containsExactly("run");
		assertThat(this.queue.depth()).isZero();
	}

	@Test
	void pausesDoubleUpToTheLongest() {
		SummaryProperties properties = new SummaryProperties(Duration.ofSeconds(1), Duration.ofSeconds(5), 3, 3,
				Duration.ZERO);
		assertThat(List.of(properties.pause(1), properties.pause(2), properties.pause(3), properties.pause(4)))
			.containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
					Duration.ofSeconds(5));
	}

	private void add(String run, long sequences) {
		SequencesCompleted event = new SequencesCompleted(run, "o", "k", sequences, 0, List.of(new Output("x", null)),
				List.of(), List.of(), new Provenance("m", Map.of(), 1, "3", Map.of(), "0", null, null, null),
				Instant.EPOCH);
		this.queue.add(new SummaryJob(event, this.clock.instant(), () -> this.done.add(run)));
	}

	private static final class SettableClock extends Clock {

		private Instant now = Instant.EPOCH;

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
