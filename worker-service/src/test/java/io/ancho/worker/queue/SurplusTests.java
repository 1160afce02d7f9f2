package io.ancho.worker.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.ancho.worker.ExecutorProperties;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class SurplusTests {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final List<String> givenUp = new ArrayList<>();

	private final Surplus surplus = new Surplus(
			new ExecutorProperties("x", "ancho.chunks.r", 1, "r", DataSize.ofGigabytes(2), Duration.ofMinutes(2), 10,
					Duration.ofMinutes(2), Duration.ofSeconds(5), DataSize.ofMegabytes(1)),
			this.givenUp::add);

	@Test
	void saysWhyThereIsNoPlaceAndWhatToDo() {
		assertThat(this.surplus.refused(0)).contains("ancho.chunks.r", "group.share.max.size", "more slots");
	}

	@Test
	void waitsForAPlaceAndThenGivesUp() {
		this.surplus.refused(0);
		this.surplus.refused(MINUTE);
		assertThat(this.givenUp).isEmpty();
		this.surplus.refused(2 * MINUTE);
		assertThat(this.givenUp).singleElement().asString().contains("group.share.max.size");
	}

	@Test
	void aPlaceInBetweenBeginsAnew() {
		this.surplus.refused(0);
		this.surplus.admitted();
		this.surplus.refused(2 * MINUTE);
		assertThat(this.givenUp).isEmpty();
	}

}
