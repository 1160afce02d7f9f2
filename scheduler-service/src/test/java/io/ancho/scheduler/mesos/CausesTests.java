package io.ancho.scheduler.mesos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.ancho.scheduler.core.Cause;
import io.ancho.scheduler.core.Cause.Blame;
import io.ancho.scheduler.core.TaskUpdate;
import io.ancho.scheduler.core.TaskUpdate.Phase;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every state with every reason that the protobufs know.
 */
class CausesTests {

	private static final Map<TaskState, Phase> PHASES = Map.ofEntries(Map.entry(TaskState.TASK_STAGING, Phase.STARTING),
			Map.entry(TaskState.TASK_STARTING, Phase.STARTING), Map.entry(TaskState.TASK_RUNNING, Phase.RUNNING),
			Map.entry(TaskState.TASK_KILLING, Phase.RUNNING), Map.entry(TaskState.TASK_FINISHED, Phase.ENDED),
			Map.entry(TaskState.TASK_FAILED, Phase.ENDED), Map.entry(TaskState.TASK_KILLED, Phase.ENDED),
			Map.entry(TaskState.TASK_ERROR, Phase.REFUSED), Map.entry(TaskState.TASK_LOST, Phase.UNREACHABLE),
			Map.entry(TaskState.TASK_DROPPED, Phase.ENDED), Map.entry(TaskState.TASK_UNREACHABLE, Phase.UNREACHABLE),
			Map.entry(TaskState.TASK_GONE, Phase.LOST), Map.entry(TaskState.TASK_GONE_BY_OPERATOR, Phase.LOST),
			Map.entry(TaskState.TASK_UNKNOWN, Phase.LOST));

	/** What became of a launch on offers that were no more. */
	private static final Set<TaskState> NEVER_LAUNCHED = EnumSet.of(TaskState.TASK_LOST, TaskState.TASK_DROPPED);

	private static final Set<Reason> OF_THE_RUN = EnumSet.of(Reason.REASON_CONTAINER_LIMITATION_MEMORY,
			Reason.REASON_CONTAINER_LIMITATION_DISK);

	private static final Set<Reason> AGENTS = EnumSet.of(Reason.REASON_CONTAINER_LAUNCH_FAILED,
			Reason.REASON_CONTAINER_UPDATE_FAILED, Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT,
			Reason.REASON_EXECUTOR_TERMINATED, Reason.REASON_EXECUTOR_UNREGISTERED, Reason.REASON_GC_ERROR,
			Reason.REASON_IO_SWITCHBOARD_EXITED, Reason.REASON_RESOURCES_UNKNOWN);

	private static final Set<Reason> UNKNOWN = EnumSet.of(Reason.REASON_COMMAND_EXECUTOR_FAILED,
			Reason.REASON_CONTAINER_LIMITATION, Reason.REASON_RECONCILIATION, Reason.REASON_TASK_CHECK_STATUS_UPDATED,
			Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED, Reason.REASON_TASK_GROUP_INVALID,
			Reason.REASON_TASK_GROUP_UNAUTHORIZED, Reason.REASON_TASK_INVALID, Reason.REASON_TASK_UNAUTHORIZED);

	static Stream<Arguments> all() {
		return Arrays.stream(TaskState.values())
			.flatMap((state) -> Arrays.stream(Reason.values()).map((reason) -> Arguments.of(state, reason)));
	}

	@ParameterizedTest
	@MethodSource("all")
	void everyStateHasItsMeaningAndEveryReasonItsBlame(TaskState state, Reason reason) {
		TaskUpdate update = FromMesos.update(status(state, reason, ""));
		boolean neverLaunched = reason == Reason.REASON_INVALID_OFFERS && NEVER_LAUNCHED.contains(state);
		assertThat(update.phase()).isEqualTo(neverLaunched ? Phase.LOST : PHASES.get(state));
		assertThat(update.cause().blame()).isEqualTo(OF_THE_RUN.contains(reason) ? Blame.RUN
				: UNKNOWN.contains(reason) ? Blame.UNKNOWN : AGENTS.contains(reason) ? Blame.AGENT : Blame.NOBODY);
		assertThat("REASON_" + update.cause().reason()).isEqualTo(reason.name());
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			REASON_CONTAINER_LIMITATION_MEMORY; Memory limit exceeded: Requested: 96MB; RUN; raise executors.mem_mib
			REASON_CONTAINER_LAUNCH_FAILED; Failed to run 'docker pull no-such-image:1'; REGISTRY; ''
			REASON_CONTAINER_LAUNCH_FAILED; Failed to run 'docker pull a:1': manifest unknown; IMAGE; ''
			REASON_CONTAINER_LAUNCH_FAILED; Failed to fetch all URIs for container; AGENT; ''
			REASON_CONTAINER_LAUNCH_FAILED; Unsupported container image type: DOCKER; AGENT; ''
			REASON_EXECUTOR_TERMINATED; Executor terminated; AGENT; ''
			; Container exited with status 137; UNKNOWN; if it needed more memory, raise executors.mem_mib
			; Command terminated with signal Killed; UNKNOWN; if it needed more memory, raise executors.mem_mib
			REASON_COMMAND_EXECUTOR_FAILED; Command exited with status 3; UNKNOWN; ''
			""")
	void whatTheOwnerCanChangeIsTold(@Nullable Reason reason, String message, Blame blame, String advice) {
		Cause cause = Causes.of(status(TaskState.TASK_FAILED, reason, message));
		assertThat(cause.blame()).isEqualTo(blame);
		assertThat(cause.advice()).isEqualTo(advice);
	}

	@ParameterizedTest
	@CsvSource("REASON_CONTAINER_LIMITATION_MEMORY")
	void statisticsBelowAMessageAreLeftOut(Reason reason) {
		Cause cause = Causes.of(status(TaskState.TASK_FAILED, reason, "Memory limit exceeded\n\nMEMORY STATISTICS\n"));
		assertThat(cause.message()).isEqualTo("Memory limit exceeded");
	}

	@Test
	void whatSteersATerminalIsLeftOutOfAMessage() {
		Cause cause = Causes
			.of(status(TaskState.TASK_FAILED, null, "\u001b[31mred\u0007\u202e\tend" + "x".repeat(400)));
		assertThat(cause.message()).startsWith("red\ufffd\ufffd end").hasSize(300).endsWith("…");
	}

	private static TaskStatus status(TaskState state, @Nullable Reason reason, String message) {
		TaskStatus.Builder status = TaskStatus.newBuilder()
			.setTaskId(TaskID.newBuilder().setValue("t"))
			.setState(state)
			.setMessage(message);
		if (reason != null) {
			status.setReason(reason);
		}
		return status.build();
	}

}
