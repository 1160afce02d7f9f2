package io.ancho.worker.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.Numerics;
import io.ancho.events.SequenceFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A model's files belong to all its processes, also without a wall.
 */
class OwnFilesIT {

	private static final String WRITES = """
			import ancho, pathlib
			COUNT = pathlib.Path(__file__).parent / "count.txt"
			@ancho.model
			def f(rng, start):
			    n = int(COUNT.read_text()) if COUNT.exists() else 0
			    %s
			    return {"n": n}
			""";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path model;

	@Test
	void nothingIsCountedOnFromProcessToProcess() throws Exception {
		write("try: COUNT.write_text(str(n + 1))\n    except PermissionError: pass");

		for (int process = 0; process < 2; process++) {
			try (Runner runner = loaded()) {
				Slice slice = runner.run(request(3), new ReplyBuffer());

				assertThat(slice.failures()).isEmpty();
				assertThat(slice.values(0).getDouble(16)).isZero();
			}
		}
		assertThat(this.model.resolve("count.txt")).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "COUNT.write_text('1')", "COUNT.mkdir()", "open(__file__, 'a')",
			"pathlib.Path(__file__).unlink()" })
	void theyCannotBeWrittenTo(String deed) throws Exception {
		write(deed);

		try (Runner runner = loaded()) {
			SequenceFailure failure = runner.run(request(1), new ReplyBuffer()).failures().get(0);

			assertThat(failure.errorType()).isEqualTo("PermissionError");
			assertThat(failure.message()).contains("a model cannot write to its own folder");
		}
		assertThat(this.model).isDirectoryContaining((file) -> file.endsWith("model.py"));
	}

	@Test
	void whereAProcessDiesIsToldByTheNamesOfTheModelsFiles() throws Exception {
		write("import os; os.abort()");

		try (Runner runner = loaded()) {
			assertThatExceptionOfType(RunnerLostException.class)
				.isThrownBy(() -> runner.run(request(1), new ReplyBuffer()))
				.satisfies((lost) -> assertThat(lost.death().traceback()).isEqualTo("File \"model.py\", line 6, in f"));
		}
	}

	private void write(String deed) throws Exception {
		Files.writeString(this.model.resolve("model.py"), WRITES.formatted(deed));
	}

	private Runner loaded() throws Exception {
		Runners runners = TestRunners.of("none");
		Runner runner = runners.start(runners.interpreter(), List.of(), Numerics.PORTABLE);
		FileSystemUtils.copyRecursively(this.model, runner.modelFolder());
		runner.load(new Model("model:f", Map.of(), 1, 1024), (text) -> {
		});
		return runner;
	}

	private static Runner.Request request(int count) {
		return new Runner.Request(0, count, Duration.ofSeconds(5), Duration.ofSeconds(30));
	}

}
