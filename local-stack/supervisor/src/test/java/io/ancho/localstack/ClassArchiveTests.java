package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ClassArchiveTests {

	private final Path folder;

	private final Path jar;

	private final ClassArchive archive;

	ClassArchiveTests(@TempDir Path folder) throws IOException {
		this.folder = folder;
		this.jar = jarOf(folder.resolve("program.jar"), Program.class);
		this.archive = new ClassArchive(this.jar, "program");
	}

	static final class Program {

		public static void main(String[] args) {
			System.out.println("done");
		}

	}

	@Test
	void theFirstProcessMakesTheArchiveAndTheSecondUsesIt() throws Exception {
		assertThat(this.archive.use()).isEmpty();
		this.archive.take(run(this.archive.useOrMake()));
		assertThat(this.archive.use()).isEqualTo(this.archive.useOrMake())
			.first()
			.asString()
			.endsWith("program.jar.jsa");
		List<String> logging = new ArrayList<>(this.archive.use());
		logging.add("-Xlog:class+load:file=" + this.folder.resolve("classes"));
		run(logging);
		assertThat(Files.readString(this.folder.resolve("classes")))
			.containsPattern(Program.class.getName().replace("$", "\\$") + " source: shared objects file \\(top\\)");
	}

	@Test
	void whatAKilledProcessLeavesBehindIsNotTaken() throws Exception {
		run(this.archive.useOrMake());
		this.archive.take(137);
		assertThat(this.archive.exists()).isFalse();
		try (var files = Files.list(this.folder)) {
			assertThat(files).containsExactly(this.jar);
		}
	}

	@Test
	void anArchiveOfAnEarlierBuildIsMadeAnew() throws Exception {
		this.archive.take(run(this.archive.useOrMake()));
		Files.setLastModifiedTime(this.jar, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
		assertThat(this.archive.use()).isEmpty();
		assertThat(this.archive.useOrMake()).first().asString().startsWith("-XX:ArchiveClassesAtExit=");
	}

	private int run(List<String> flags) throws Exception {
		List<String> command = new ArrayList<>(List.of(Jvm.java().toString(), "-Xmx64m"));
		command.addAll(flags);
		command.addAll(List.of("-jar", this.jar.toString()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		assertThat(new String(process.getInputStream().readAllBytes())).isEqualToIgnoringNewLines("done");
		return process.waitFor();
	}

	private static Path jarOf(Path jar, Class<?> program) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, program.getName());
		String entry = program.getName().replace('.', '/') + ".class";
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
				var bytes = program.getClassLoader().getResourceAsStream(entry)) {
			out.putNextEntry(new JarEntry(entry));
			bytes.transferTo(out);
		}
		return jar;
	}

}
