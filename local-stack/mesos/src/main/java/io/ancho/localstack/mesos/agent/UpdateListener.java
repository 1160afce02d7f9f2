package io.ancho.localstack.mesos.agent;

import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Receives the agent's status updates, each as often as it takes until it is
 * acknowledged.
 */
@FunctionalInterface
public interface UpdateListener {

	/**
	 * An update that waits to be acknowledged.
	 * @param framework whom it is for
	 * @param status the update, with its uuid
	 */
	void update(FrameworkID framework, TaskStatus status);

}
