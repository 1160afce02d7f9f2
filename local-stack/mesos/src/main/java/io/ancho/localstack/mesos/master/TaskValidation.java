package io.ancho.localstack.mesos.master;

import java.util.Optional;
import java.util.function.Predicate;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * What a master refuses to launch, in its own words.
 */
final class TaskValidation {

	private TaskValidation() {
	}

	/**
	 * Checks a task.
	 * @param task the task
	 * @param agent the agent of the accepted offers
	 * @param available what is left of them
	 * @param role the role they were made to
	 * @param exists whether the framework has a task of that id
	 * @return what is wrong with it, if anything
	 */
	static Optional<String> error(TaskInfo task, AgentID agent, Quantities available, String role,
			Predicate<TaskInfo> exists) {
		String id = task.getTaskId().getValue();
		if (id.isEmpty() || id.chars().anyMatch((c) -> c == '/' || Character.isISOControl(c)) || id.equals(".")
				|| id.equals("..")) {
			return Optional.of("'" + id + "' contains invalid characters");
		}
		if (exists.test(task)) {
			return Optional.of("Task has duplicate ID: " + id);
		}
		if (!task.getAgentId().equals(agent)) {
			return Optional.of("Task uses invalid agent " + task.getAgentId().getValue() + " while agent "
					+ agent.getValue() + " is expected");
		}
		if (task.hasCommand() == task.hasExecutor()) {
			return Optional.of("Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
		}
		if (task.hasExecutor()) {
			return Optional.of("Only command tasks can be launched here");
		}
		return resourceError(task, available, role);
	}

	private static Optional<String> resourceError(TaskInfo task, Quantities available, String role) {
		if (task.getResourcesList().isEmpty()) {
			return Optional.of("Task uses no resources");
		}
		for (Resource resource : task.getResourcesList()) {
			if (resource.getType() == Value.Type.SCALAR && resource.getScalar().getValue() <= 0) {
				return Optional.of("Resource '" + resource.getName() + ":" + number(resource)
						+ "' is invalid: Invalid scalar resource: value <= 0");
			}
		}
		Quantities wanted = Quantities.of(task.getResourcesList());
		boolean foreign = task.getResourcesList()
			.stream()
			.anyMatch((r) -> r.getReservationsCount() > 0 || !(r.getRole().isEmpty() || r.getRole().equals("*")));
		if (foreign || !available.contains(wanted)) {
			return Optional.of("Total resources " + wanted.describe(role)
					+ " required by task and its executor is more than available " + available.describe(role));
		}
		return Optional.empty();
	}

	private static String number(Resource resource) {
		double value = resource.getScalar().getValue();
		return (value == Math.rint(value)) ? Long.toString((long) value) : Double.toString(value);
	}

}
