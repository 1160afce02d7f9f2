package io.ancho.run.execution;

import java.time.Duration;
import java.util.Objects;

import io.ancho.events.ChunkFailed;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.ChunkImpeded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImpedimentsTests {

	private final Impediments impediments = new Impediments();

	private static ChunkImpeded report(long first, @Nullable Cause cause, String executor) {
		return new ChunkImpeded("r", executor, first, 10, cause, "no wheel for " + executor);
	}

	@Test
	void sameCauseThreeTimesIsTheRunsOwnFaultOnWhateverExecutors() {
		assertThat(this.impediments.note(report(0, Cause.ENVIRONMENT, "a"))).isNull();
		assertThat(this.impediments.note(report(0, Cause.ENVIRONMENT, "b"))).isNull();
		ChunkFailed failed = Objects.requireNonNull(this.impediments.note(report(0, Cause.ENVIRONMENT, "c")));
		assertThat(failed.cause()).isEqualTo(Cause.ENVIRONMENT);
		assertThat(failed.message()).isEqualTo("no wheel for c");
	}

	@Test
	void outagesAreNeverChargedToTheRun() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.impediments.note(report(0, null, "a"))).isNull();
			assertThat(this.impediments.pause(report(0, null, "a"))).isBetween(Duration.ofSeconds(1),
					Duration.ofMinutes(2));
		}
	}

	@Test
	void whatHasComeInSinceAndOtherChunksAndCausesAreCountedApart() {
		this.impediments.note(report(0, Cause.STORAGE, "a"));
		this.impediments.note(report(0, Cause.STORAGE, "a"));
		assertThat(this.impediments.note(report(10, Cause.STORAGE, "a"))).isNull();
		assertThat(this.impediments.note(report(0, Cause.UNEXPECTED, "a"))).isNull();
		this.impediments.forget(0);
		assertThat(this.impediments.note(report(0, Cause.STORAGE, "a"))).isNull();
	}

	@Test
	void pausesGetLongerButThreeOfThemAreOverInLessThanAMinute() {
		Duration all = Duration.ZERO;
		for (int i = 0; i < Impediments.ENOUGH - 1; i++) {
			this.impediments.note(report(0, Cause.MODEL, "a"));
			all = all.plus(this.impediments.pause(report(0, Cause.MODEL, "a")));
		}
		assertThat(all).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
	}

}
