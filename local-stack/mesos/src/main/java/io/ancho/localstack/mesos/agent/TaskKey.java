package io.ancho.localstack.mesos.agent;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;

/**
 * What names a task: the same task id may be used by two frameworks.
 *
 * @param framework the framework's id
 * @param task the task's id
 */
public record TaskKey(FrameworkID framework, TaskID task) {

	/**
	 * The id of the task's container.
	 * @return an id, the same for the same task
	 */
	public String containerId() {
		String name = this.framework.getValue() + "/" + this.task.getValue();
		return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
	}

}
