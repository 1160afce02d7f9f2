package io.ancho.worker.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import io.ancho.events.Chunk;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.cache.CacheUses;
import io.ancho.worker.queue.ModelServer;
import io.ancho.worker.run.EndedRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path cache;

	private final ModelServer server;

	ModelsTests() throws IOException {
		this.server = new ModelServer();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void eachProcessGetsFilesOfItsOwn() throws Exception {
		Chunk.Model model = this.server.add("x = 1");
		Models models = models();
		assertThat(models.isHere(model)).isFalse();

		Path folder = models.folder("run-1", model);
		Files.writeString(folder.resolve("model.py"), "x = 2");
		models.unpack(model, given("process-1"));

		assertThat(models.isHere(model)).isTrue();
		assertThat(this.cache.resolve("process-1/model.py")).hasContent("x = 1");
	}

	@Test
	void aModelThatSomebodyHasChangedIsFetchedAnew() throws Exception {
		Chunk.Model model = this.server.add("x = 1");
		Chunk.Model other = this.server.add("x = 2");
		Models models = models();
		models.folder("run-1", model);
		models.folder("run-1", other);
		Files.copy(archive(models, other), archive(models, model), StandardCopyOption.REPLACE_EXISTING);

		assertThatExceptionOfType(InfrastructureException.class)
			.isThrownBy(() -> models.unpack(model, given("process-1")))
			.withMessageContaining("somebody has changed");
		models.folder("run-1", model);
		models.unpack(model, given("process-2"));

		assertThat(this.cache.resolve("process-2/model.py")).hasContent("x = 1");
	}

	private static Path archive(Models models, Chunk.Model model) {
		Path folder = models.place(model);
		return folder.resolveSibling(folder.getFileName() + ".tar.gz");
	}

	private Path given(String name) throws IOException {
		return Files.createDirectory(this.cache.resolve(name));
	}

	private Models models() {
		return new Models(new ModelProperties(List.of(URI.create(this.server.url())), this.cache,
				DataSize.ofMegabytes(1), 10, Duration.ofMinutes(1)), CacheUses.of(new EndedRuns()));
	}

}
