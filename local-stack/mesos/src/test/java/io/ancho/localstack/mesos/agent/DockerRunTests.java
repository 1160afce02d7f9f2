package io.ancho.localstack.mesos.agent;

import java.nio.file.Path;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Secret;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DockerRunTests {

	private final TaskInfo.Builder task = TaskInfo.newBuilder();

	private final DockerInfo.Builder docker = this.task.getContainerBuilder()
		.setType(ContainerInfo.Type.DOCKER)
		.getDockerBuilder()
		.setImage("alpine");

	private DockerRun run() {
		return new DockerRun(this.task.buildPartial(), new TaskFolder(Path.of("/agent/task")), "mesos-1");
	}

	private Environment.Variable.Builder variable(String name) {
		return this.task.getCommandBuilder().getEnvironmentBuilder().addVariablesBuilder().setName(name);
	}

	@Test
	void theEnvironmentIsInAFileAndNotOnTheCommandLine() throws Exception {
		variable("PASSWORD").setValue("hidden away");
		assertThat(run().environment()).contains("PASSWORD=hidden away\n").contains("MESOS_CONTAINER_NAME=mesos-1\n");
		assertThat(run().arguments()).contains("--env-file=/agent/task/environment")
			.noneMatch((word) -> word.contains("hidden"));
	}

	@Test
	void whatTheFileCannotHoldIsRefused() {
		variable("CERTIFICATE").setValue("one\ntwo");
		assertThatThrownBy(() -> run().environment()).hasMessageContaining("CERTIFICATE has several lines");
	}

	@Test
	void dockerKeepsNoSecrets() {
		variable("PASSWORD").setType(Environment.Variable.Type.SECRET)
			.setSecret(Secret.newBuilder()
				.setType(Secret.Type.VALUE)
				.setValue(Secret.Value.newBuilder().setData(ByteString.copyFromUtf8("hidden"))));
		assertThatThrownBy(() -> run().environment()).hasMessageContaining("PASSWORD")
			.hasMessageNotContaining("hidden");
	}

	@Test
	void aShellTakesThePlaceOfTheImagesEntrypointAndAPlainCommandDoesNot() throws Exception {
		this.task.getCommandBuilder().setShell(true).setValue("echo a b");
		assertThat(run().arguments()).endsWith("--entrypoint=/bin/sh", "alpine", "-c", "echo a b");
		this.task.getCommandBuilder().setShell(false).setValue("echo").addArguments("a").addArguments("b");
		assertThat(run().arguments()).endsWith("alpine", "echo", "a", "b");
	}

	@Test
	void onlyAPortOfTheTaskIsPublished() throws Exception {
		this.docker.setNetwork(DockerInfo.Network.BRIDGE)
			.addPortMappingsBuilder()
			.setHostPort(31001)
			.setContainerPort(80)
			.setProtocol("udp");
		Value.Range.Builder range = this.task.addResourcesBuilder()
			.setName("ports")
			.setType(Value.Type.RANGES)
			.getRangesBuilder()
			.addRangeBuilder()
			.setBegin(31000)
			.setEnd(31000);
		assertThatThrownBy(() -> run().arguments()).hasMessageContaining("31001");
		range.setEnd(31001);
		assertThat(run().arguments()).contains("--publish=31001:80/udp", "--network=bridge");
	}

	@Test
	void aTaskHasTheSharesAndTheMemoryOfItsResources() throws Exception {
		this.task.addResources(scalar("cpus", 0.5)).addResources(scalar("mem", 100));
		assertThat(run().arguments()).contains("--cpu-shares=512", "--memory=104857600", "--network=host");
	}

	private static Resource scalar(String name, double value) {
		return Resource.newBuilder()
			.setName(name)
			.setType(Value.Type.SCALAR)
			.setScalar(Value.Scalar.newBuilder().setValue(value))
			.build();
	}

}
