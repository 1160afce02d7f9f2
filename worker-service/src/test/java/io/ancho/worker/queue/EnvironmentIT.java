package io.ancho.worker.queue;

import java.util.Objects;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkRefused;
import io.ancho.events.Environment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An executor executes a chunk in the environment that the run has, or not at all.
 */
class EnvironmentIT {

	private final Laboratory laboratory;

	EnvironmentIT() throws Exception {
		this.laboratory = new Laboratory();
	}

	@BeforeEach
	void start() throws Exception {
		this.laboratory.start("x");
	}

	@AfterEach
	void stop() throws Exception {
		this.laboratory.close();
	}

	@Test
	void tellsItsEnvironmentAndRefusesWhatNeedsAnother() throws Exception {
		Chunk.Model model = this.laboratory.models
			.add("import ancho\n\n@ancho.model\ndef f(rng, start):\n    return {'x': rng.normal()}\n");
		this.laboratory.queue.put(this.laboratory.chunk(model, 0, 10));
		Environment own = Objects.requireNonNull(this.laboratory.await(ChunkCompleted.class).model().environment());
		assertThat(own.numerics()).isEqualTo("portable");
		assertThat(own.packages()).containsKeys("ancho", "numpy");

		this.laboratory.environment = "sha256:" + "0".repeat(64);
		this.laboratory.newRun();
		this.laboratory.queue.put(this.laboratory.chunk(model, 10, 10));
		assertThat(this.laboratory.await(ChunkRefused.class).environment()).isEqualTo(own);

		this.laboratory.environment = own.digest();
		this.laboratory.newRun();
		this.laboratory.queue.put(this.laboratory.chunk(model, 10, 10));
		assertThat(this.laboratory.await(ChunkCompleted.class).model().environment()).isNull();
	}

}
