package io.ancho.worker.python;

import java.util.Map;

/**
 * How a process ended, by its exit status.
 *
 * @param kind in one word
 * @param text such as {@code exited with status 3}
 */
record Ending(Death.Kind kind, String text) {

	private static final int SIGNALLED = 128;

	private static final int KILL = 9;

	private static final Map<Integer, String> SIGNALS = Map.ofEntries(Map.entry(1, "SIGHUP"), Map.entry(2, "SIGINT"),
			Map.entry(3, "SIGQUIT"), Map.entry(4, "SIGILL"), Map.entry(6, "SIGABRT"), Map.entry(7, "SIGBUS"),
			Map.entry(8, "SIGFPE"), Map.entry(KILL, "SIGKILL"), Map.entry(11, "SIGSEGV"), Map.entry(13, "SIGPIPE"),
			Map.entry(15, "SIGTERM"), Map.entry(24, "SIGXCPU"), Map.entry(25, "SIGXFSZ"), Map.entry(31, "SIGSYS"));

	/**
	 * Reads an exit status.
	 * @param status that of a shell: 128 and the signal's number if it was a signal
	 * @param shortOfMemory whether the kernel killed processes for lack of memory
	 * meanwhile
	 */
	static Ending of(int status, boolean shortOfMemory) {
		if (status <= SIGNALLED) {
			return new Ending(Death.Kind.EXIT, "exited with status " + status);
		}
		int signal = status - SIGNALLED;
		if (signal == KILL && shortOfMemory) {
			return new Ending(Death.Kind.MEMORY,
					"was ended by the kernel because no memory was left: ask for more with executors.mem_mib");
		}
		return new Ending(Death.Kind.SIGNAL, "was ended by " + SIGNALS.getOrDefault(signal, "signal " + signal));
	}

}
