package io.ancho.scheduler.core;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens, in whatever order: once it is over every run has what it wants, and
 * nothing is left behind. {@link Simulation} checks what must hold at every step.
 */
class RandomScheduleTests {

	private static final int STEPS = 400;

	static IntStream seeds() {
		return IntStream.rangeClosed(1, 200);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everyRunGetsWhatItWantsAndNothingIsLeftBehind(int seed) {
		Simulation simulation = new Simulation(seed);
		for (int step = 0; step < STEPS; step++) {
			simulation.step();
		}
		simulation.settle();
		assertThat(simulation.living()).isEqualTo(simulation.wanted());
		assertThat(simulation.remembered()).isEqualTo(simulation.living());
		simulation.endAll();
		simulation.settle();
		assertThat(simulation.living()).isEqualTo(Map.of());
		assertThat(simulation.remembered()).isEqualTo(Map.of());
	}

	static Map<String, Long> count(List<TaskId> tasks) {
		return tasks.stream()
			.map((task) -> task.value().split("\\.")[1])
			.collect(Collectors.groupingBy((run) -> run, Collectors.counting()));
	}

}
