package io.ancho.worker.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.ancho.events.Numerics;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.cache.CacheUses;
import io.ancho.worker.model.ModelProperties;
import io.ancho.worker.python.Environments.Environment;
import io.ancho.worker.python.Environments.Request;
import io.ancho.worker.run.EndedRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Environments made behind the wall. What is required is there already, so that no index
 * has to be reached.
 */
class EnvironmentsIT {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path cache;

	private final Runners runners = TestRunners.of("required");

	private final EndedRuns endedRuns = new EndedRuns();

	@Test
	void eachUserHasOneOfItsOwnWhoseChangeIsNoticed() throws Exception {
		Environments environments = new Environments(
				this.runners, new ModelProperties(List.of(URI.create("http://127.0.0.1")), this.cache,
						DataSize.ofMegabytes(1), 10, Duration.ofMinutes(1)),
				CacheUses.of(this.endedRuns), this.endedRuns);
		Environment ada = make(environments, "ada");
		Environment bob = make(environments, "bob");

		assertThat(ada.python()).startsWithRaw(this.cache.resolve("environments/of-ada")).exists();
		assertThat(bob.python()).startsWithRaw(this.cache.resolve("environments/of-bob"));
		environments.check(ada);
		assertRuns(ada);
		Files.writeString(ada.folders().get(0).resolve("pip-requirements.txt"), "other");
		assertThatExceptionOfType(InfrastructureException.class).isThrownBy(() -> environments.check(ada))
			.withMessageContaining("somebody has changed");
		environments.check(make(environments, "ada"));
		environments.check(bob);
	}

	private void assertRuns(Environment environment) throws Exception {
		try (Runner runner = this.runners.start(environment.python(), environment.folders(), Numerics.PORTABLE)) {
			assertThat(runner.isAlive()).isTrue();
			Files.writeString(runner.modelFolder().resolve("m.py"),
					"import ancho\n@ancho.model\ndef f(rng, start):\n    return {'x': 1}\n");
			runner.load(new Model("m:f", Map.of(), 1, 1024), (text) -> {
			});
		}
	}

	private Environment make(Environments environments, String owner) throws Exception {
		Path model = Files.createDirectories(this.cache.resolve("models/m"));
		Files.writeString(model.resolve("pip-requirements.txt"), "numpy\n");
		return environments.of("run", new Request(owner, model), (folder) -> {
			try {
				Files.copy(model.resolve("pip-requirements.txt"), folder.resolve("pip-requirements.txt"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, () -> {
		});
	}

}
