package io.ancho.worker.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model's process is put behind.
 */
sealed interface Sandbox permits PlainSandbox, Bubblewrap {

	/**
	 * The command that runs another one behind the wall.
	 * @param command what to run
	 * @param scratch the process's own folder on this machine
	 * @param readable the files it needs beyond the interpreter's own
	 * @return the whole command
	 * @throws IOException if its files cannot be handed to it
	 */
	List<String> wrap(List<String> command, Scratch scratch, List<Path> readable) throws IOException;

	/**
	 * The command that installs packages: with network, and of the file system only what
	 * it needs.
	 * @param command what to run
	 * @param scratch the process's own folder on this machine
	 * @param readable the files it needs beyond the interpreter's own
	 * @param writable the folder it installs to
	 * @return the whole command
	 * @throws IOException if its files cannot be handed to it
	 */
	List<String> wrapInstallation(List<String> command, Scratch scratch, List<Path> readable, Path writable)
			throws IOException;

	/**
	 * Where the process finds what is in its folder.
	 * @param scratch the folder
	 */
	Scratch.Places places(Scratch scratch);

	/**
	 * What it is called where a run's numbers are described.
	 */
	String kind();

	/**
	 * The wall that is asked for.
	 * @param properties the settings
	 * @param memory the memory of a process
	 * @return the sandbox
	 * @throws NoWallException if this machine cannot build it
	 */
	static Sandbox of(PythonProperties properties, long memory) {
		PlainSandbox plain = PlainSandbox.of(properties);
		return properties.isWalled() ? Bubblewrap.of(plain, properties, memory) : plain;
	}

}
