package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What runs a task's command.
 */
interface Container {

	/** What has to be done before it can start, in this order. */
	default List<Step> preparation() {
		return List.of();
	}

	/**
	 * Starts the command.
	 * @throws UnfitException if it cannot be run as the task asks for
	 * @throws IOException if the operating system refuses
	 */
	void start() throws IOException, UnfitException;

	/**
	 * What is known of the command since it runs.
	 * @return where it is, or empty while it is starting
	 */
	default Optional<Running> running() {
		return Optional.of(Running.HERE);
	}

	/**
	 * The exit status once the command has ended: 128 and the signal's number if a signal
	 * ended it.
	 * @return the status, or empty while it runs or if it will never be known
	 */
	OptionalInt exitStatus();

	/**
	 * Whether somebody is still there to tell the exit status.
	 * @return whether what watches the command is alive
	 */
	boolean attended();

	/**
	 * Sends a signal to all of it.
	 * @param signal the signal's name without SIG, TERM or KILL
	 * @return whether there was something to send it to
	 */
	boolean signal(String signal);

	/**
	 * How Mesos words the command's end.
	 * @param status the exit status
	 * @return such as {@code Command exited with status 3}
	 */
	default String describe(int status) {
		return ExitMessages.of(status);
	}

	/** The time between SIGTERM and SIGKILL if the task does not say. */
	default Duration grace() {
		return Duration.ofSeconds(3);
	}

	/** How much longer SIGKILL is waited for where somebody else is to send it. */
	default Duration delay() {
		return Duration.ZERO;
	}

	/**
	 * A command as it has to be executed to see what the task sees.
	 * @param command words of a command line
	 * @return words of the command line that executes it in the container
	 */
	default List<String> inside(List<String> command) {
		return command;
	}

}
