package io.ancho.localstack.mesos.agent;

import java.util.List;

import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What an agent remembers of one task besides what it was launched as.
 */
interface Checkpoint {

	/**
	 * Remembers where the updates are.
	 * @param statuses the latest status, then those not yet acknowledged
	 */
	void saveUpdates(List<TaskStatus> statuses);

	/** Whether somebody asked for the task's end. */
	boolean killed();

	void markKilled();

}
