package io.ancho.localstack.mesos.master;

import java.util.List;
import java.util.Map;

import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskStatus;

import io.ancho.localstack.mesos.agent.AgentDescription;
import io.ancho.localstack.mesos.agent.Task;

/**
 * What a master knows at one moment.
 *
 * @param master who it is
 * @param frameworks the frameworks, subscribed or expected back
 * @param agents the agents that it takes to be there
 * @param tasks their tasks
 */
public record Snapshot(MasterInfo master, List<FrameworkView> frameworks, List<AgentView> agents,
		List<TaskView> tasks) {

	/**
	 * A framework.
	 *
	 * @param info what it said of itself
	 * @param connected whether it is subscribed
	 */
	public record FrameworkView(FrameworkInfo info, boolean connected) {
	}

	/**
	 * An agent.
	 *
	 * @param description who it is
	 * @param active whether it is connected
	 * @param total its scalar resources, by name
	 * @param used those that tasks use
	 */
	public record AgentView(AgentDescription description, boolean active, Map<String, Double> total,
			Map<String, Double> used) {

		static AgentView of(Node node) {
			Quantities used = node.activeTasks()
				.map((task) -> Quantities.of(task.info().getResourcesList()))
				.reduce(Quantities.NONE, Quantities::plus);
			return new AgentView(node.agent().description(), node.state() == Node.State.REGISTERED,
					scalars(node.total()), scalars(used));
		}

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
			return new TaskView(task.framework(), task.info(), task.status(),
					scalars(Quantities.of(task.info().getResourcesList())));
		}

	}

	private static Map<String, Double> scalars(Quantities quantities) {
		return Map.of("cpus", quantities.scalar("cpus"), "mem", quantities.scalar("mem"), "disk",
				quantities.scalar("disk"), "gpus", quantities.scalar("gpus"));
	}

}
