package io.ancho.localstack.mesos.agent;

import java.time.Instant;

/**
 * Something that looks after a running task.
 */
interface Watch {

	/**
	 * Looks at the task: called several times a second while it runs.
	 * @param task the task, which may be told to end
	 * @param now the time
	 */
	void look(Task task, Instant now);

}
