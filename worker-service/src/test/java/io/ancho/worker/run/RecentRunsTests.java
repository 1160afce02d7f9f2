package io.ancho.worker.run;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentRunsTests {

	private final RecentRuns<List<String>> runs = new RecentRuns<>(100);

	@Test
	void forgetsTheRunsThatWereMetLongestAgo() {
		for (String run : List.of("a", "b", "c")) {
			this.runs.put(run, Collections.nCopies(30, "x"));
		}
		assertThat(this.runs.of("a")).hasSize(30);

		this.runs.put("d", Collections.nCopies(30, "x"));

		assertThat(this.runs.of("b")).isNull();
		assertThat(this.runs.of("a")).hasSize(30);
	}

	@Test
	void runsOfWhichNothingIsRememberedAreNotWithoutEnd() {
		for (int run = 0; run < 1000; run++) {
			this.runs.put("run-" + run, List.of());
		}
		assertThat(this.runs.of("run-899")).isNull();
		assertThat(this.runs.of("run-900")).isEmpty();
	}

	@Test
	void aRunThatIsMetAgainCountsOnce() {
		for (int time = 0; time < 1000; time++) {
			this.runs.put("a", Collections.nCopies(90, "x"));
		}
		assertThat(this.runs.of("a")).hasSize(90);
	}

}
