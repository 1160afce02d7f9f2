package io.ancho.scheduler.mesos;

import java.util.Locale;
import java.util.regex.Pattern;

import io.ancho.scheduler.core.Cause;
import io.ancho.scheduler.core.Cause.Blame;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/**
 * Whose fault a task's state is, and what its owner can change.
 */
final class Causes {

	private static final Pattern KILLED = Pattern.compile("status 137|signal Killed");

	private Causes() {
	}

	static Cause of(TaskStatus status) {
		// Below that a memory limit's message has pages of statistics.
		String message = status.getMessage().strip().lines().findFirst().orElse("");
		if (!status.hasReason()) {
			return new Cause("", Blame.UNKNOWN, message, ofExit(message));
		}
		Reason reason = status.getReason();
		Blame blame = (reason == Reason.REASON_CONTAINER_LAUNCH_FAILED && isAboutImage(message)) ? Blame.RUN
				: blame(reason);
		return new Cause(reason.name().substring("REASON_".length()), blame, message, advice(reason, message));
	}

	private static Blame blame(Reason reason) {
		return switch (reason) {
			case REASON_CONTAINER_LIMITATION_MEMORY, REASON_CONTAINER_LIMITATION_DISK -> Blame.RUN;
			// The reconciliation hides the reason, and the rest may be anybody's.
			case REASON_COMMAND_EXECUTOR_FAILED, REASON_CONTAINER_LIMITATION, REASON_RECONCILIATION,
					REASON_TASK_CHECK_STATUS_UPDATED, REASON_TASK_HEALTH_CHECK_STATUS_UPDATED,
					REASON_TASK_GROUP_INVALID, REASON_TASK_GROUP_UNAUTHORIZED, REASON_TASK_INVALID,
					REASON_TASK_UNAUTHORIZED ->
				Blame.UNKNOWN;
			case REASON_CONTAINER_LAUNCH_FAILED, REASON_CONTAINER_PREEMPTED, REASON_CONTAINER_UPDATE_FAILED,
					REASON_MAX_COMPLETION_TIME_REACHED, REASON_EXECUTOR_REGISTRATION_TIMEOUT,
					REASON_EXECUTOR_REREGISTRATION_TIMEOUT, REASON_EXECUTOR_TERMINATED, REASON_EXECUTOR_UNREGISTERED,
					REASON_FRAMEWORK_REMOVED, REASON_GC_ERROR, REASON_INVALID_FRAMEWORKID, REASON_INVALID_OFFERS,
					REASON_IO_SWITCHBOARD_EXITED, REASON_MASTER_DISCONNECTED, REASON_RESOURCES_UNKNOWN,
					REASON_AGENT_DISCONNECTED, REASON_AGENT_DRAINING, REASON_AGENT_REMOVED,
					REASON_AGENT_REMOVED_BY_OPERATOR, REASON_AGENT_REREGISTERED, REASON_AGENT_RESTARTED,
					REASON_AGENT_UNKNOWN, REASON_TASK_KILLED_DURING_LAUNCH, REASON_TASK_UNKNOWN ->
				Blame.INFRASTRUCTURE;
		};
	}

	private static String advice(Reason reason, String message) {
		if (reason == Reason.REASON_CONTAINER_LIMITATION_MEMORY) {
			return "raise executors.mem_mib";
		}
		if (reason == Reason.REASON_CONTAINER_LIMITATION_DISK) {
			return "the model writes more to its disk than an executor is given";
		}
		if (reason == Reason.REASON_CONTAINER_LAUNCH_FAILED && isAboutImage(message)) {
			return "check executors.image";
		}
		return ofExit(message);
	}

	/** The Docker containerizer tells no reason when memory was exceeded. */
	private static String ofExit(String message) {
		return KILLED.matcher(message).find() ? "if it needed more memory, raise executors.mem_mib" : "";
	}

	private static boolean isAboutImage(String message) {
		String lower = message.toLowerCase(Locale.ROOT);
		return lower.contains(" pull ") || lower.contains("manifest") || lower.contains("image");
	}

}
