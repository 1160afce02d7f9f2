package io.ancho.run.execution;

import java.time.Instant;
import java.util.List;

import io.ancho.events.ExecutorsChanged;
import io.ancho.events.ExecutorsChanged.Executor;
import io.ancho.run.lifecycle.RunState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingTests {

	private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

	private static final Waiting NOTHING = new Waiting(null);

	private static ExecutorsChanged report(String state, Instant at) {
		return new ExecutorsChanged("r", 2, List.of(new Executor("e", "a", state)), "1 of 2 executors waits", at);
	}

	@Test
	void aRunThatHasNotBegunShowsWhatItsExecutorsWaitFor() {
		assertThat(NOTHING.with(report("RUNNING", NOW), RunState.SUBMITTED).reason())
			.isEqualTo("1 of 2 executors waits");
	}

	@Test
	void aRunThatMovesWaitsForNothing() {
		assertThat(NOTHING.with(report("RUNNING", NOW), RunState.RUNNING).reason()).isNull();
		assertThat(NOTHING.with(report("LAUNCHING", NOW), RunState.SUBMITTED).over().reason()).isNull();
	}

	@Test
	void aRunWhoseExecutorsAreAllGoneWaitsAgain() {
		assertThat(NOTHING.with(report("UNREACHABLE", NOW), RunState.RUNNING).reason()).isNotNull();
	}

	@Test
	void anOlderReportIsNoNews() {
		Waiting waiting = NOTHING.with(report("RUNNING", NOW), RunState.RUNNING);
		assertThat(waiting.isNews(report("LAUNCHING", NOW.minusSeconds(1)))).isFalse();
		assertThat(waiting.isNews(report("LAUNCHING", NOW.plusSeconds(1)))).isTrue();
	}

	@Test
	void onlyADedicatedRunNeedsExecutorsOfItsOwnToBeExecuted() {
		assertThat(NOTHING.canExecute(false)).isTrue();
		assertThat(NOTHING.canExecute(true)).isFalse();
		assertThat(new Waiting(report("RUNNING", NOW)).canExecute(true)).isTrue();
	}

}
