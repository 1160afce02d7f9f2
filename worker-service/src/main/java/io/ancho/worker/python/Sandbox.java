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
	 * @param scratch its working folder, the only one it may write to
	 * @param readable the files it needs beyond the interpreter's own
	 * @return the whole command
	 */
	List<String> wrap(List<String> command, Path scratch, List<Path> readable);

	/**
	 * Whether a process can be started before it is known which model it will run.
	 * @return false if the wall is built around the model's files
	 */
	boolean startsAhead();

	/**
	 * The wall that is asked for and that this machine can build.
	 * @param properties the settings
	 * @param interpreter the interpreter that runs behind it
	 * @return the sandbox
	 * @throws IOException if bubblewrap is asked for and does not work here
	 */
	static Sandbox of(PythonProperties properties, Interpreter interpreter) throws IOException {
		PlainSandbox plain = PlainSandbox.of(properties);
		return switch (properties.sandbox()) {
			case NONE -> plain;
			case AUTO -> Bubblewrap.works() ? new Bubblewrap(plain, interpreter) : plain;
			case BUBBLEWRAP -> {
				if (!Bubblewrap.works()) {
					throw new IOException(
							"ancho.python.sandbox is bubblewrap, and bwrap is missing or not permitted here");
				}
				yield new Bubblewrap(plain, interpreter);
			}
		};
	}

}
