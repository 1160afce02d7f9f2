package io.ancho.scheduler.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.Effect.Launch;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.Failures;
import io.ancho.scheduler.core.Resources;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.TaskId;
import io.ancho.scheduler.core.WantedRun;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaskInfosTests {

	private final TaskInfos tasks = new TaskInfos(new ExecutorProperties("exec worker",
			List.of("ANCHO_KAFKA", "ANCHO_CACHE"), "0.0.0.0", "", Duration.ofSeconds(3)),
			Map.of("ANCHO_KAFKA", "k:9092", "SECRET", "s")::get);

	@Test
	void executorIsToldWhatItNeedsAndNothingElse() {
		TaskInfo task = this.tasks.of(launch(null, 0));
		Map<String, String> variables = task.getCommand()
			.getEnvironment()
			.getVariablesList()
			.stream()
			.collect(Collectors.toMap(Environment.Variable::getName, Environment.Variable::getValue));
		assertThat(variables).containsExactlyInAnyOrderEntriesOf(Map.of("ANCHO_KAFKA", "k:9092", "ANCHO_EXECUTOR_ID",
				"ancho.r.1", "ANCHO_RUN", "r", "ANCHO_QUEUE", "ancho.chunks.r", "ANCHO_SLOTS", "2", "ANCHO_MEM_MIB",
				"1024", "SERVER_PORT", "31007", "SERVER_ADDRESS", "0.0.0.0"));
		assertThat(task.getCommand().getShell()).isTrue();
		assertThat(task.getCommand().getValue()).isEqualTo("exec worker");
	}

	@Test
	void killPolicyIsInTheTaskBecauseMesosHeedsItOnlyThere() {
		assertThat(this.tasks.of(launch(null, 0)).getKillPolicy().getGracePeriod().getNanoseconds())
			.isEqualTo(3_000_000_000L);
	}

	@Test
	void resourcesAreThoseAskedFor() {
		assertThat(this.tasks.of(launch(null, 0)).getResourcesList())
			.extracting((r) -> r.getName() + " " + r.getScalar().getValue() + r.getRanges().getRangeList().size())
			.containsExactly("cpus 2.00", "mem 1024.00", "ports 0.01", "disk 512.00");
	}

	@Test
	void imageRunsUnderDockerUnlessItNeedsGpus() {
		assertThat(this.tasks.of(launch(null, 0)).hasContainer()).isFalse();
		ContainerInfo docker = this.tasks.of(launch("model:1", 0)).getContainer();
		assertThat(docker.getDocker().getImage()).isEqualTo("model:1");
		assertThat(docker.getDocker().getNetwork()).isEqualTo(ContainerInfo.DockerInfo.Network.HOST);
		ContainerInfo mesos = this.tasks.of(launch("model:1", 1)).getContainer();
		assertThat(mesos.getMesos().getImage().getDocker().getName()).isEqualTo("model:1");
	}

	private static Launch launch(@Nullable String image, int gpus) {
		WantedRun run = new WantedRun(new RunId("r"), "alice", "retirement", "ancho.chunks.r",
				new ExecutorSpec(1, 2, 1024, gpus, image, List.of()), Instant.EPOCH, 1, 1, Failures.NONE);
		return new Launch(
				new Executor(new TaskId("ancho.r.1"), run.id(), "alice", "agent", "host", Map.of(), 31007,
						Executor.State.LAUNCHING, Instant.EPOCH, Instant.EPOCH, null),
				run, new Resources(2, 1024, 512, gpus));
	}

}
