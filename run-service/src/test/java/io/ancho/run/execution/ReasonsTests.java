package io.ancho.run.execution;

import java.time.Instant;
import java.util.List;

import io.ancho.events.ExecutorsChanged.Trouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReasonsTests {

	private static final Instant SINCE = Instant.parse("2026-11-21T09:00:00Z");

	@Test
	void executorsThatCannotBeLaunchedAreToldWithWhatMesosSaidAndTheLogsEnd() {
		assertThat(Reasons.cannotLaunch(
				new Trouble("e", "agent-1", "TASK_FAILED", "REASON_EXECUTOR_TERMINATED", "Executor terminated", null,
						List.of("Starting", "java: not found"), SINCE.plusSeconds(900), 17, SINCE, null, true)))
			.isEqualTo(
					"its executors cannot be launched: 17 attempts in a row have failed since 2026-11-21T09:00:00Z, the"
							+ " latest on agent-1: Executor terminated (TASK_FAILED, REASON_EXECUTOR_TERMINATED). Its log ends: java:"
							+ " not found. Correct what it asks for its executors and submit it again");
	}

	@Test
	void adviceIsPassedOn() {
		assertThat(Reasons.cannotLaunch(new Trouble("e", "agent-1", "TASK_FAILED", null, "", "raise executors.mem_mib",
				List.of(), SINCE, 17, SINCE, null, true)))
			.endsWith("the latest on agent-1: it ended (TASK_FAILED). Correct what it asks for its executors (raise"
					+ " executors.mem_mib) and submit it again");
	}

}
