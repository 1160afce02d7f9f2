package io.ancho.localstack.mesos.agent;

import java.util.Map;

/**
 * How Mesos words the end of a command.
 */
final class ExitMessages {

	private static final int SIGNALLED = 128;

	/** The words of strsignal(3) for what commonly ends a process. */
	private static final Map<Integer, String> SIGNALS = Map.of(1, "Hangup", 2, "Interrupt", 3, "Quit", 4,
			"Illegal instruction", 6, "Aborted", 9, "Killed", 11, "Segmentation fault", 13, "Broken pipe", 14,
			"Alarm clock", 15, "Terminated");

	private ExitMessages() {
	}

	/**
	 * The message of a command's last update.
	 * @param status the status the shell reports
	 * @return such as {@code Command exited with status 3}
	 */
	static String of(int status) {
		String signal = SIGNALS.get(status - SIGNALLED);
		return (signal != null) ? "Command terminated with signal " + signal : "Command exited with status " + status;
	}

}
