package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.util.List;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * How an agent runs tasks.
 */
public interface Containerizer {

	/**
	 * The tasks that an earlier process of this agent left.
	 * @return tasks, which may have ended
	 * @throws IOException if what they left cannot be read
	 */
	List<Task> recover() throws IOException;

	/**
	 * Launches a task. One that cannot be launched is reported by an update of the task.
	 * @param framework whose it is, with its id
	 * @param info what to launch
	 * @return the task
	 * @throws IOException if nothing can be launched at all
	 */
	Task launch(FrameworkInfo framework, TaskInfo info) throws IOException;

	/**
	 * Forgets a task that is over.
	 * @param task a task of this containerizer
	 */
	void retire(Task task);

}
