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

	/** How engines and registries say that there is no such image. */
	private static final Pattern NO_IMAGE = Pattern
		.compile("manifest (for .* )?(unknown|not found)|does not exist|access denied|invalid reference format"
				+ "|repository name|name unknown|: not found|404 not found");

	private Causes() {
	}

	static Cause of(TaskStatus status) {
		// Below that a memory limit's message has pages of statistics.
		String message = LogText.firstLine(status.getMessage());
		if (!status.hasReason()) {
			return new Cause("", Blame.UNKNOWN, message, ofExit(message));
		}
		Reason reason = status.getReason();
		return new Cause(reason.name().substring("REASON_".length()), blame(reason, status.getMessage()), message,
				advice(reason, message));
	}

	private static Blame blame(Reason reason, String message) {
		return switch (reason) {
			case REASON_CONTAINER_LIMITATION_MEMORY, REASON_CONTAINER_LIMITATION_DISK -> Blame.RUN;
			// The reconciliation hides the reason, and the rest may be anybody's.
			case REASON_COMMAND_EXECUTOR_FAILED, REASON_CONTAINER_LIMITATION, REASON_RECONCILIATION,
					REASON_TASK_CHECK_STATUS_UPDATED, REASON_TASK_HEALTH_CHECK_STATUS_UPDATED,
					REASON_TASK_GROUP_INVALID, REASON_TASK_GROUP_UNAUTHORIZED, REASON_TASK_INVALID,
					REASON_TASK_UNAUTHORIZED ->
				Blame.UNKNOWN;
			case REASON_CONTAINER_LAUNCH_FAILED -> ofLaunch(message.toLowerCase(Locale.ROOT));
			case REASON_CONTAINER_UPDATE_FAILED, REASON_EXECUTOR_REGISTRATION_TIMEOUT, REASON_EXECUTOR_TERMINATED,
					REASON_EXECUTOR_UNREGISTERED, REASON_GC_ERROR, REASON_IO_SWITCHBOARD_EXITED,
					REASON_RESOURCES_UNKNOWN ->
				Blame.AGENT;
			case REASON_CONTAINER_PREEMPTED, REASON_MAX_COMPLETION_TIME_REACHED, REASON_EXECUTOR_REREGISTRATION_TIMEOUT,
					REASON_FRAMEWORK_REMOVED, REASON_INVALID_FRAMEWORKID, REASON_INVALID_OFFERS,
					REASON_MASTER_DISCONNECTED, REASON_AGENT_DISCONNECTED, REASON_AGENT_DRAINING, REASON_AGENT_REMOVED,
					REASON_AGENT_REMOVED_BY_OPERATOR, REASON_AGENT_REREGISTERED, REASON_AGENT_RESTARTED,
					REASON_AGENT_UNKNOWN, REASON_TASK_KILLED_DURING_LAUNCH, REASON_TASK_UNKNOWN ->
				Blame.NOBODY;
		};
	}

	private static Blame ofLaunch(String message) {
		boolean pull = message.contains(" pull ") || message.contains("manifest") || message.contains("registry");
		if (!pull) {
			return Blame.AGENT;
		}
		return NO_IMAGE.matcher(message).find() ? Blame.IMAGE : Blame.REGISTRY;
	}

	private static String advice(Reason reason, String message) {
		if (reason == Reason.REASON_CONTAINER_LIMITATION_MEMORY) {
			return "raise executors.mem_mib";
		}
		if (reason == Reason.REASON_CONTAINER_LIMITATION_DISK) {
			return "the model writes more to its disk than an executor is given";
		}
		return ofExit(message);
	}

	/** The Docker containerizer tells no reason when memory was exceeded. */
	private static String ofExit(String message) {
		return KILLED.matcher(message).find() ? "if it needed more memory, raise executors.mem_mib" : "";
	}

}
