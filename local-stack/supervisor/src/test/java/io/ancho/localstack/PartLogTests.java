package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PartLogTests {

	private final Path folder;

	private final PartLog log;

	PartLogTests(@TempDir Path folder) {
		this.folder = folder;
		this.log = new PartLog(folder, "part");
	}

	@Test
	void theReasonIsTheTroubleOfTheNewestProcessWithoutItsStackTrace() throws IOException {
		say("java.lang.IllegalStateException: of the process before");
		this.log.launched();
		say("INFO begins", "Caused by: java.io.IOException: no such folder", "\tat java.base/java.io.File.mkdir",
				"\t... 12 more", "", "INFO ends");
		assertThat(this.log.reason()).containsExactly("Caused by: java.io.IOException: no such folder");
	}

	@Test
	void springsOwnAnalysisIsPreferred() throws IOException {
		say("ERROR something", "***************************", "APPLICATION FAILED TO START",
				"***************************", "", "Description:", "Port 8081 was already in use.");
		assertThat(this.log.reason()).containsExactly("Description:", "Port 8081 was already in use.");
	}

	@Test
	void whichBeanNeededWhichIsLeftOut() throws IOException {
		say("ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed",
				"org.springframework.beans.factory.UnsatisfiedDependencyException: Error creating bean with name 'a'",
				"Caused by: org.springframework.beans.BeanInstantiationException: Failed to instantiate [b]",
				"Caused by: java.lang.IllegalArgumentException: ANCHO_THING: not a thing");
		assertThat(this.log.reason())
			.containsExactly("Caused by: java.lang.IllegalArgumentException: ANCHO_THING: not a thing");
	}

	@Test
	void withoutAnyTroubleTheLastLinesAreTold() throws IOException {
		say(IntStream.range(0, 100).mapToObj((i) -> "line " + i).toArray(String[]::new));
		assertThat(this.log.reason()).hasSize(6).endsWith("line 99");
	}

	@Test
	void aLogThatHasGrownLargeIsEmptiedAndItsLinesKeptBeside() throws IOException {
		String line = IntStream.range(0, 1024).mapToObj((i) -> "x").collect(Collectors.joining());
		say(IntStream.range(0, 17 << 10).mapToObj((i) -> line).toArray(String[]::new));
		this.log.trim();
		assertThat(this.log.file()).isEmptyFile();
		assertThat(this.folder.resolve("part.log.1")).hasSize((17L << 10) * 1025);
	}

	private void say(String... lines) throws IOException {
		Files.write(this.log.file(), List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

}
