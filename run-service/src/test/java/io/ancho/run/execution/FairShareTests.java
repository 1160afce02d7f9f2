package io.ancho.run.execution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import io.ancho.run.lifecycle.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Plays a pool whose slots take chunks in the order in which they were put in the queue.
 */
class FairShareTests {

	private final Map<String, Double> weights = new HashMap<>();

	private final Map<String, Long> limits = new HashMap<>();

	private final FairShare share = new FairShare((owner) -> this.weights.getOrDefault(owner, 1.0),
			(owner) -> this.limits.getOrDefault(owner, Long.MAX_VALUE));

	private final Map<RunId, Play> runs = new LinkedHashMap<>();

	/** Owners' chunks in the queue, those that are executed first. */
	private final Deque<RunId> queue = new ArrayDeque<>();

	private final Map<String, Double> seconds = new HashMap<>();

	private int room = 4;

	/** A run with chunks that take so long. */
	private static final class Play {

		private final String owner;

		private final double seconds;

		private int left;

		private int outstanding;

		Play(String owner, int chunks, double seconds) {
			this.owner = owner;
			this.left = chunks;
			this.seconds = seconds;
		}

	}

	private Play run(RunId id) {
		return Objects.requireNonNull(this.runs.get(id));
	}

	private double seconds(String owner) {
		return this.seconds.getOrDefault(owner, 0.0);
	}

	private RunId submit(String owner, int chunks, double seconds) {
		RunId run = RunId.next();
		this.runs.put(run, new Play(owner, chunks, seconds));
		deal(run);
		return run;
	}

	/** As runs do: ask, plan, give back; whoever was given something does the same. */
	private void deal(RunId id) {
		Play run = run(id);
		this.share.want(id, run.owner, run.outstanding, run.left);
		Set<RunId> given = this.share.give(this.room);
		int planned = Math.min(run.left, this.share.given(id));
		IntStream.range(0, planned).forEach((i) -> this.queue.add(id));
		run.left -= planned;
		run.outstanding += planned;
		this.share.settle(id, run.outstanding, run.left);
		given.stream().filter((other) -> !other.equals(id)).forEach(this::deal);
		this.share.give(this.room).forEach(this::deal);
	}

	/** The chunk that has waited longest comes in. */
	private RunId complete() {
		RunId id = this.queue.remove();
		Play run = run(id);
		run.outstanding--;
		this.seconds.merge(run.owner, run.seconds, Double::sum);
		this.share.counted(id, run.seconds);
		deal(id);
		if (run.left == 0 && run.outstanding == 0) {
			this.share.leave(id);
		}
		return id;
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.5, 2, 60 })
	void whoeverComesWaitsForNoMoreThanWhatIsInThePoolAlready(double seconds) {
		IntStream.range(0, 300).forEach((i) -> submit("ada", 1000, seconds));
		IntStream.range(0, 50).forEach((i) -> complete());
		RunId small = submit("bob", 1, 0.01);
		int before = 0;
		while (!complete().equals(small)) {
			before++;
		}
		assertThat(before).isLessThanOrEqualTo(this.room);
		assertThat(this.queue).hasSize(this.room);
	}

	@Test
	void usersShareBySecondsHoweverManyRunsTheyHaveAndHoweverLongTheirChunksAre() {
		IntStream.range(0, 30).forEach((i) -> submit("ada", 100_000, 0.5));
		submit("bob", 100_000, 8);
		IntStream.range(0, 20_000).forEach((i) -> complete());
		assertThat(seconds("ada") / seconds("bob")).isCloseTo(1, within(0.05));
	}

	@Test
	void theSharesAreByWeight() {
		this.weights.put("ada", 3.0);
		submit("ada", 100_000, 2);
		submit("bob", 100_000, 2);
		IntStream.range(0, 1000).forEach((i) -> complete());
		assertThat(seconds("ada") / seconds("bob")).isCloseTo(3, within(0.05));
	}

	@Test
	void aUsersRunsShareEvenly() {
		RunId first = submit("ada", 1000, 2);
		RunId second = submit("ada", 1000, 2);
		IntStream.range(0, 200).forEach((i) -> complete());
		assertThat(run(first).left - run(second).left).isBetween(-this.room, this.room);
	}

	@Test
	void whoIsAloneHasAllAndWhoWasAwayHasSavedNothingUp() {
		submit("ada", 100_000, 2);
		RunId early = submit("bob", 1, 2);
		while (!complete().equals(early)) {
			assertThat(this.queue).hasSize(this.room);
		}
		IntStream.range(0, 1000).forEach((i) -> complete());
		this.seconds.clear();
		submit("bob", 100_000, 2);
		IntStream.range(0, 100).forEach((i) -> complete());
		assertThat(seconds("ada") / seconds("bob")).isCloseTo(1, within(0.15));
	}

	@Test
	void nobodyHasMoreAtOnceThanTheLimitAndOthersGetTheRest() {
		this.limits.put("ada", 1L);
		submit("ada", 100, 2);
		submit("ada", 100, 2);
		assertThat(this.queue).hasSize(1);
		assertThat(this.share.inFlight("ada")).isEqualTo(1);
		submit("bob", 100, 2);
		for (int i = 0; i < 50; i++) {
			assertThat(this.share.inFlight("ada")).isEqualTo(1);
			assertThat(this.queue).hasSize(this.room);
			complete();
		}
	}

	@Test
	void nothingIsLeftOfWhoLeaves() {
		RunId run = submit("ada", 10, 2);
		this.share.leave(run);
		this.share.leave(run);
		assertThat(this.share.inFlight("ada")).isZero();
		submit("bob", 10, 2);
		assertThat(this.share.inFlight("bob")).isEqualTo(this.room);
	}

}
