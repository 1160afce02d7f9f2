package io.ancho.scheduler.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.ancho.events.ExecutorsChanged;
import io.ancho.events.ExecutorsChanged.Trouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Launches that Mesos fails: the pauses between them, what is told of them, and what
 * happens when they no longer fail.
 */
class LaunchFaultIT {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	@SuppressWarnings("NullAway.Init")
	private StandInMesos mesos;

	@SuppressWarnings("NullAway.Init")
	private SchedulerUnderTest scheduler;

	private final String run = RunEvents.newRun();

	@BeforeEach
	void start() throws Exception {
		this.mesos = new StandInMesos(this.folder, 2);
		this.mesos.start();
		this.scheduler = new SchedulerUnderTest(this.folder, this.mesos.address())
			.with("ancho.scheduler.backoff.first", "500ms")
			.with("ancho.scheduler.backoff.longest", "2s");
		this.scheduler.start();
	}

	@AfterEach
	void stop() throws Exception {
		try {
			this.scheduler.close();
		}
		finally {
			this.mesos.close();
		}
	}

	private static @Nullable Trouble trouble(@Nullable ExecutorsChanged told) {
		return (told != null) ? told.trouble() : null;
	}

	@Test
	void containerThatCannotBeSetUpIsTriedAtLengtheningIntervalsAndToldWithItsLog() throws Exception {
		this.mesos.fault("{\"fault\": \"fail-launch\", \"how\": \"CONTAINER\", \"count\": 1000}");
		long begun = System.nanoTime();
		this.scheduler.publish(RunEvents.submitted(this.run, 1, 1));
		Await.until("five attempts", () -> trouble(this.scheduler.events().latest(this.run)),
				(trouble) -> trouble != null && trouble.attempts() >= 5 && !trouble.log().isEmpty());
		assertThat(System.nanoTime() - begun).as("0.5, 1, 2 and 2 s").isGreaterThan(5_500_000_000L);
		ExecutorsChanged told = Objects.requireNonNull(this.scheduler.events().latest(this.run));
		Trouble trouble = Objects.requireNonNull(trouble(told));
		assertThat(trouble.agent()).isEqualTo("localhost");
		assertThat(trouble.state()).isEqualTo("TASK_FAILED");
		assertThat(trouble.reason()).isEqualTo("REASON_EXECUTOR_TERMINATED");
		assertThat(trouble.log()).isEqualTo(List.of("the container cannot be set up"));
		assertThat(told.waiting()).contains("attempts failed, the latest on localhost: Executor terminated",
				"its log ends: the container cannot be set up");
		assertThat(this.scheduler.get("/actuator/health/readiness", null).body()).contains("\"status\":\"UP\"",
				"executors fail to launch: of run " + this.run);
		assertThat(this.scheduler.get("/actuator/prometheus", null).body())
			.contains("ancho_scheduler_runs_failing{blame=\"infrastructure\"} 1.0");
		this.mesos.fault("{\"fault\": \"none\"}");
		Await.until("it runs", () -> this.scheduler.events().latest(this.run), (latest) -> latest != null
				&& latest.executors().size() == 1 && latest.executors().get(0).state().equals("RUNNING"));
	}

}
