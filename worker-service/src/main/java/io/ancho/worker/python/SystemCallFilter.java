package io.ancho.worker.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The system calls that a model may not make, as a program for the kernel (seccomp(2)).
 * Made by {@code src/main/seccomp/generate.py}.
 */
final class SystemCallFilter {

	private SystemCallFilter() {
	}

	/**
	 * The program for this machine.
	 * @throws NoWallException if there is none for its architecture
	 */
	static byte[] program() {
		String architecture = System.getProperty("os.arch");
		return program("amd64".equals(architecture) ? "x86_64" : architecture);
	}

	static byte[] program(String architecture) {
		try (InputStream in = SystemCallFilter.class.getResourceAsStream("seccomp-" + architecture + ".bpf")) {
			if (in == null) {
				throw new NoWallException("there is no filter of system calls for " + architecture + ".");
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
