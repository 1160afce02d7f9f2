package io.ancho.localstack.mesos.agent;

import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalTests {

	@Test
	void anEmulatedAgentHasNoDocker() {
		TaskInfo.Builder task = TaskInfo.newBuilder();
		task.getContainerBuilder().setType(ContainerInfo.Type.DOCKER).getDockerBuilder().setImage("alpine");
		assertThat(Refusal.ofEmulated(task.buildPartial())).get()
			.extracting(Refusal::message)
			.asString()
			.startsWith("None of the enabled containerizers (mesos)");
	}

	@Test
	void noAgentProvidesImagesForMesosItself() {
		TaskInfo.Builder task = TaskInfo.newBuilder();
		task.getContainerBuilder()
			.setType(ContainerInfo.Type.MESOS)
			.getMesosBuilder()
			.getImageBuilder()
			.setType(Image.Type.DOCKER);
		assertThat(Refusal.of(task.buildPartial())).get()
			.extracting(Refusal::message)
			.isEqualTo("Failed to launch container: Unsupported container image type: DOCKER");
	}

	@Test
	void aPlainCommandIsRun() {
		assertThat(Refusal.of(TaskInfo.newBuilder().buildPartial())).isEmpty();
	}

}
