package io.ancho.scheduler.mesos;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.Effect.Launch;
import io.ancho.scheduler.core.Executor;
import io.ancho.scheduler.core.Failures;
import io.ancho.scheduler.core.Resources;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.TaskId;
import io.ancho.scheduler.core.WantedRun;
import io.ancho.scheduler.mesos.ExecutorProperties.Containerizer;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TaskInfosTests {

	private final TaskInfos tasks = tasks(new ExecutorConfiguration());

	private static TaskInfos tasks(ExecutorConfiguration configuration) {
		return new TaskInfos(configuration.build(), Map.of("ANCHO_KAFKA", "k:9092", "TOKEN", "t0ken")::get);
	}

	@Test
	void executorIsToldWhatItNeedsAndNothingElse() {
		TaskInfo task = this.tasks.of(launch(null, 0), List.of());
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
		assertThat(this.tasks.of(launch(null, 0), List.of()).getKillPolicy().getGracePeriod().getNanoseconds())
			.isEqualTo(3_000_000_000L);
	}

	@Test
	void imageRunsUnderDockerUnlessItNeedsGpus() {
		assertThat(this.tasks.of(launch(null, 0), List.of()).hasContainer()).isFalse();
		ContainerInfo docker = this.tasks.of(launch("model:1", 0), List.of()).getContainer();
		assertThat(docker.getType()).isEqualTo(ContainerInfo.Type.DOCKER);
		assertThat(docker.getDocker().getImage()).isEqualTo("model:1");
		assertThat(docker.getDocker().getParametersList())
			.extracting((parameter) -> parameter.getKey() + " " + parameter.getValue())
			.containsExactly("security-opt seccomp=unconfined");
		assertThat(docker.getDocker().getNetwork()).isEqualTo(ContainerInfo.DockerInfo.Network.HOST);
		assertUnderMesos(this.tasks.of(launch("model:1", 1), List.of()).getContainer());
	}

	@Test
	void imageRunsUnderMesosWhereThatIsConfigured() {
		TaskInfos mesos = tasks(new ExecutorConfiguration().image("model:1").containerizer(Containerizer.MESOS));
		assertUnderMesos(mesos.of(launch(null, 0), List.of()).getContainer());
	}

	/** As in the recording of an image under Mesos's own containerizer. */
	private static void assertUnderMesos(ContainerInfo container) {
		assertThat(container.getType()).isEqualTo(ContainerInfo.Type.MESOS);
		assertThat(container.getMesos().getImage().getType()).isEqualTo(Image.Type.DOCKER);
		assertThat(container.getMesos().getImage().getDocker().getName()).isEqualTo("model:1");
		assertThat(container.hasDocker()).isFalse();
	}

	@Test
	void secretIsNoValueOfTheEnvironmentAndNeverGoesToDocker() {
		TaskInfo task = tasks(new ExecutorConfiguration().secrets("TOKEN")).of(launch("model:1", 0), List.of());
		assertUnderMesos(task.getContainer());
		Environment.Variable secret = Objects.requireNonNull(variables(task).get("TOKEN"));
		assertThat(secret.getType()).isEqualTo(Environment.Variable.Type.SECRET);
		assertThat(secret.hasValue()).isFalse();
		assertThat(secret.getSecret().getValue().getData().toStringUtf8()).isEqualTo("t0ken");
	}

	@Test
	void inheritedVariableThatIsASecretIsGivenAsOneOnly() {
		ExecutorProperties properties = new ExecutorConfiguration().secrets("PASSWORD").build();
		TaskInfo task = new TaskInfos(properties, Map.of("PASSWORD", "s3cret")::get).of(launch(null, 0), List.of());
		assertThat(task.getCommand().getEnvironment().getVariablesList())
			.filteredOn((variable) -> variable.getName().equals("PASSWORD"))
			.extracting(Environment.Variable::getType)
			.containsExactly(Environment.Variable.Type.SECRET);
	}

	@Test
	void secretsThatCannotBeKeptOrAreMissingStopTheService() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ExecutorConfiguration().secrets("TOKEN").image("model:1").build())
			.withMessageContaining("ANCHO_EXECUTOR_CONTAINERIZER=mesos");
		assertThatIllegalArgumentException().isThrownBy(() -> tasks(new ExecutorConfiguration().secrets("MISSING")))
			.withMessageContaining("MISSING, which is not set");
	}

	@Test
	void plainCommandIsFetchedWhereThatIsConfigured() {
		TaskInfo task = tasks(new ExecutorConfiguration().uris("https://files.example/worker.tar.gz"))
			.of(launch(null, 0), List.of());
		assertThat(task.getCommand().getUrisList()).extracting(CommandInfo.URI::getValue)
			.containsExactly("https://files.example/worker.tar.gz");
	}

	@Test
	void agentsFoldersAreMounted() {
		TaskInfos mounting = tasks(new ExecutorConfiguration().volumes("/etc/ancho:/etc/ancho:ro", "/data:/cache"));
		assertThat(mounting.of(launch("model:1", 0), List.of()).getContainer().getVolumesList())
			.extracting((volume) -> volume.getHostPath() + " " + volume.getContainerPath() + " " + volume.getMode())
			.containsExactly("/etc/ancho /etc/ancho RO", "/data /cache RW");
		assertThatIllegalArgumentException().isThrownBy(() -> tasks(new ExecutorConfiguration().volumes("/etc/ancho")))
			.withMessageContaining("ANCHO_EXECUTOR_VOLUMES");
	}

	@Test
	void agentChecksTheHealthOnTheExecutorsPort() {
		assertThat(this.tasks.of(launch(null, 0), List.of()).hasHealthCheck()).isFalse();
		HealthCheck check = tasks(new ExecutorConfiguration().healthPath("/alive")).of(launch(null, 0), List.of())
			.getHealthCheck();
		assertThat(check.getType()).isEqualTo(HealthCheck.Type.HTTP);
		assertThat(check.getHttp().getPort()).isEqualTo(31007);
		assertThat(check.getHttp().getPath()).isEqualTo("/alive");
	}

	@Test
	void anExecutorWritesItsLogAsTheSchedulerDoes() {
		TaskInfo task = new TaskInfos(new ExecutorConfiguration().build(), Map.of("ANCHO_LOG_FORMAT", "ecs")::get)
			.of(launch(null, 0), List.of());
		assertThat(task.getCommand().getEnvironment().getVariablesList())
			.filteredOn((variable) -> variable.getName().startsWith("ANCHO_LOG_")
					|| variable.getName().startsWith("ANCHO_TRACING_"))
			.singleElement()
			.satisfies((variable) -> assertThat(variable.getValue()).isEqualTo("ecs"));
	}

	@Test
	void labelsNameTheRunAndItsOwner() {
		assertThat(this.tasks.of(launch(null, 0), List.of()).getLabels().getLabelsList())
			.extracting((label) -> label.getKey() + "=" + label.getValue())
			.containsExactly("run=r", "owner=alice");
	}

	private static Map<String, Environment.Variable> variables(TaskInfo task) {
		return task.getCommand()
			.getEnvironment()
			.getVariablesList()
			.stream()
			.collect(Collectors.toMap(Environment.Variable::getName, Function.identity()));
	}

	private static Launch launch(@Nullable String image, int gpus) {
		WantedRun run = new WantedRun(new RunId("r"), "alice", 1, "retirement", "ancho.chunks.r",
				new ExecutorSpec(1, 2, 1024, gpus, image, List.of()), Instant.EPOCH, 1, 1, Failures.NONE);
		return new Launch(
				new Executor(new TaskId("ancho.r.1"), run.id(), "alice", "agent", "host", Map.of(), 31007,
						Executor.State.LAUNCHING, Instant.EPOCH, Instant.EPOCH, null),
				run, new Resources(2, 1024, 512, gpus));
	}

}
