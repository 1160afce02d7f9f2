package io.ancho.worker.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SystemCallFilterTests {

	private static final String PYTHON = "/usr/bin/python3";

	private static final String LIBRARY = "import ctypes, seccomp; lib = ctypes.CDLL('libseccomp.so.2');"
			+ " lib.seccomp_version.restype = ctypes.POINTER(ctypes.c_uint * 3);"
			+ " assert tuple(lib.seccomp_version().contents) == (2, 5, 4)";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	/**
	 * Where that version of libseccomp is not installed, the programs are taken as they
	 * are.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "x86_64", "aarch64" })
	void isWhatItsSourceSays(String architecture) throws Exception {
		assumeTrue(Tools.works(List.of(PYTHON, "-c", LIBRARY)), "libseccomp 2.5.4 is not here");

		assertThat(Tools.trouble(List.of(PYTHON, "src/main/seccomp/generate.py", this.folder.toString()))).isNull();

		assertThat(SystemCallFilter.program(architecture))
			.isEqualTo(Files.readAllBytes(this.folder.resolve("seccomp-" + architecture + ".bpf")));
	}

	@Test
	void anExecutorDoesNotStartOnAnArchitectureThatThereIsNoneFor() {
		assertThatExceptionOfType(NoWallException.class).isThrownBy(() -> SystemCallFilter.program("s390x"))
			.withMessageContaining("s390x")
			.withMessageContaining("ANCHO_SANDBOX=none");
	}

}
