package io.ancho.worker.python;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.Numerics;
import io.ancho.worker.python.Death.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A model that writes the protocol itself, in a real process: the end-to-end tests' liar,
 * of which these are the lies that a header alone does not tell.
 */
class LyingModelIT {

	private static final Path LIAR = Path.of("../e2e-tests/hostile/models/liar").toAbsolutePath().normalize();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			garbage | PROTOCOL | a reply of 4294967295 + 4294967295 bytes is too large
			a payload of 4 GiB | PROTOCOL | a reply of 2 + 4294967295 bytes is too large
			half a header | PROTOCOL | its reply was not over after PT10S
			an endless reply | PROTOCOL | broke Ancho's protocol
			nothing is read | PROTOCOL | it
			silence | PROTOCOL | it was at no sequence and gave no answer
			worn for ever | PROTOCOL | a process that has computed nothing cannot be worn
			a process that never started | EXIT | exited with status 0
			pipes closed, and lives on | TIME | it took longer than sequence_timeout
			a flood on standard error | TIME | it took longer than sequence_timeout
			""")
	void itsLieIsItsOwnDoing(String lie, Kind kind, String message) throws Exception {
		try (Runner runner = loaded(lie)) {
			assertThatExceptionOfType(RunnerLostException.class).isThrownBy(() -> computeAll(runner))
				.satisfies((lost) -> assertThat(lost.death().kind()).isEqualTo(kind))
				.satisfies((lost) -> assertThat(lost.death().message()).contains(message))
				.satisfies((lost) -> assertThat(lost.model()).isNotNull());
			assertThat(runner.isAlive()).isFalse();
		}
	}

	@Test
	void oddNumbersAreNumbersAndTheTimeIsTheExecutors() throws Exception {
		try (Runner runner = loaded("numbers that are none")) {
			computeAll(runner);
		}
		try (Runner runner = loaded("two hours for a microsecond")) {
			assertThat(runner.run(request(0, 1000), new ReplyBuffer()).seconds()).isLessThan(60);
			assertThat(runner.run(request(1, 1000), new ReplyBuffer()).count()).isEqualTo(1000);
		}
	}

	private static void computeAll(Runner runner) throws InterruptedException {
		ReplyBuffer buffer = new ReplyBuffer();
		for (long next = 0; next < 2000;) {
			next = runner.run(request(next, (int) (2000 - next)), buffer).end();
		}
	}

	private static Runner loaded(String lie) throws Exception {
		Runners runners = TestRunners.of("required");
		Runner runner = runners.start(runners.interpreter(), List.of(), Numerics.PORTABLE);
		FileSystemUtils.copyRecursively(LIAR, runner.modelFolder());
		runner.load(new Model("liar:sequence", Map.of("lie", lie), 1, 1024), (text) -> {
		});
		return runner;
	}

	private static Runner.Request request(long first, int count) {
		return new Runner.Request(first, count, Duration.ofMillis(500), Duration.ofSeconds(5));
	}

}
