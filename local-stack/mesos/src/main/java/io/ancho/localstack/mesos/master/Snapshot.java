package io.ancho.localstack.mesos.master;

import java.util.List;
import java.util.Map;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

import io.ancho.localstack.mesos.agent.Task;

/**
 * What a master knows at one moment.
 *
 * @param master who it is
 * @param frameworks the frameworks, subscribed or expected back
 * @param tasks the tasks
 */
public record Snapshot(MasterInfo master, List<FrameworkView> frameworks, List<TaskView> tasks) {

	/**
	 * A framework.
	 *
	 * @param info what it said of itself
	 * @param connected whether it is subscribed
	 */
	public record FrameworkView(FrameworkInfo info, boolean connected) {
	}

	/**
	 * A task.
	 *
	 * @param framework its framework
	 * @param info what was launched
	 * @param status its latest status
	 * @param resources its scalar resources, by name
	 */
	public record TaskView(FrameworkInfo framework, TaskInfo info, TaskStatus status, Map<String, Double> resources) {

		static TaskView of(Task task) {
			Quantities quantities = Quantities.of(task.info().getResourcesList());
			return new TaskView(task.framework(), task.info(), task.status(), Map.of("cpus", quantities.scalar("cpus"),
					"mem", quantities.scalar("mem"), "disk", quantities.scalar("disk"), "gpus", 0.0));
		}

	}

}
