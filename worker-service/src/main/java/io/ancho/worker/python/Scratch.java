package io.ancho.worker.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * A folder of a process's own on this machine: its black box and its model's files, and
 * without a wall all that it writes.
 *
 * @param folder the folder
 */
record Scratch(Path folder) {

	private static final Logger logger = LoggerFactory.getLogger(Scratch.class);

	/**
	 * Where a process finds its files.
	 *
	 * @param home its working folder, where it may write
	 * @param box its black box
	 * @param model its model's files
	 */
	record Places(Path home, Path box, Path model) {

		/**
		 * Where it makes a copy of the model for itself, unless it cannot write to it.
		 */
		Path copyOfModel() {
			return this.home.resolve(".model");
		}

	}

	static Scratch create() {
		try {
			Path folder = Files.createTempDirectory("ancho-python-");
			Path model = Files.createDirectory(folder.resolve("given"));
			Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rwxr-xr-x"));
			return new Scratch(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot make a scratch folder", ex);
		}
	}

	Path box() {
		return this.folder.resolve(".black-box");
	}

	/** Where the model's files are put, also while the process runs. */
	Path model() {
		return this.folder.resolve("given");
	}

	/** The filter of system calls, for the process that builds the wall. */
	Path filter(byte[] program) throws IOException {
		return Files.write(this.folder.resolve(".filter"), program);
	}

	/** Deletes the folder, whatever the modes of what is in it and however deep it is. */
	void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException | UncheckedIOException ex) {
			deleteByForce();
		}
	}

	private void deleteByForce() {
		String command = "chmod -R u+rwx \"$0\" 2> /dev/null; rm -rf \"$0\"";
		try (InputStream said = new ProcessBuilder("/bin/sh", "-c", command, this.folder.toString())
			.redirectErrorStream(true)
			.start()
			.getInputStream()) {
			said.readAllBytes();
		}
		catch (IOException ex) {
			logger.warn("Cannot delete {}", this.folder, ex);
		}
	}

}
