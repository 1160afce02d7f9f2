package io.ancho.worker.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.Numerics;
import io.ancho.events.SequenceFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a process can do behind the wall, by its own account. The attacks are in
 * {@code e2e-tests/hostile}.
 */
class WallIT {

	private static final String MODEL = """
			import ancho, os, pathlib, subprocess, time
			@ancho.model
			def f(rng, start):
			    %s
			    return {"n": 0}
			""";

	private static Runners runners;

	@BeforeAll
	static void build() {
		runners = TestRunners.of("required");
	}

	@AfterAll
	static void end() {
		runners.destroy();
	}

	@Test
	void seesItsModelAndNothingElseOfThisMachine() throws Exception {
		try (Runner runner = loaded("assert os.listdir('/model') == ['model.py'];"
				+ " assert '.black-box' in os.listdir('/tmp') and not os.listdir('/dev/shm');"
				+ " assert not {'var', 'run', 'sys', 'boot', 'srv'} & set(os.listdir('/'))")) {
			assertThat(failures(runner)).isEmpty();
		}
	}

	@Test
	void cannotWriteToItsModel() throws Exception {
		try (Runner runner = loaded("pathlib.Path(__file__).write_text('')")) {
			assertThat(failures(runner)).singleElement()
				.satisfies(
						(failure) -> assertThat(failure.message()).contains("a model cannot write to its own folder"));
		}
	}

	@Test
	void whatItStartedEndsWithIt() throws Exception {
		try (Runner runner = loaded("subprocess.Popen(['setsid', 'sleep', '61.4321'], env={})")) {
			assertThat(failures(runner)).isEmpty();
			assertThat(sleepers()).isPositive();
		}
		Awaitility.await().until(WallIT::sleepers, (count) -> count == 0);
	}

	private static long sleepers() {
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info().commandLine().orElse("").contains("61.4321"))
			.count();
	}

	@Test
	void theMemoryOfAllItStartedIsCounted() throws Exception {
		String many = "[subprocess.Popen(['python3', '-c', 'import time; x = bytearray(100_000_000); time.sleep(60)'])"
				+ " for _ in range(5)]; time.sleep(30)";
		try (Runner runner = loaded(many)) {
			assertLostFor(Death.Kind.MEMORY, runner);
		}
	}

	@Test
	void itsFoldersAreLimited() throws Exception {
		try (Runner runner = loaded("f = open('big', 'wb'); [f.write(bytes(1_000_000)) for _ in range(150)]")) {
			assertThat(failures(runner)).singleElement()
				.satisfies((failure) -> assertThat(failure.message()).contains("No space left"));
		}
	}

	@Test
	void itsBlackBoxIsNoPlaceToFill() throws Exception {
		try (Runner runner = loaded("open('/tmp/.black-box', 'ab').write(bytes(5_000_000)); time.sleep(30)")) {
			assertLostFor(Death.Kind.PROTOCOL, runner);
		}
	}

	@Test
	void itsFolderIsGoneWhateverWasInIt() throws Exception {
		Path folder;
		try (Runner runner = loaded("[(os.mkdir('d'), os.chdir('d')) for _ in range(2000)]; os.chmod('..', 0)")) {
			folder = runner.modelFolder().getParent();
			failures(runner);
		}
		assertThat(folder).doesNotExist();
	}

	private static void assertLostFor(Death.Kind kind, Runner runner) {
		assertThatExceptionOfType(RunnerLostException.class).isThrownBy(() -> failures(runner))
			.satisfies((lost) -> assertThat(lost.death().kind()).isEqualTo(kind));
	}

	private static List<SequenceFailure> failures(Runner runner) throws InterruptedException {
		Runner.Request request = new Runner.Request(0, 1, Duration.ofSeconds(5), Duration.ofSeconds(30));
		return runner.run(request, new ReplyBuffer()).failures();
	}

	private static Runner loaded(String deed) throws Exception {
		Runner runner = runners.start(runners.interpreter(), List.of(), Numerics.PORTABLE);
		Files.writeString(runner.modelFolder().resolve("model.py"), MODEL.formatted(deed));
		runner.load(new Model("model:f", Map.of(), 1, 1024), (text) -> {
		});
		return runner;
	}

}
