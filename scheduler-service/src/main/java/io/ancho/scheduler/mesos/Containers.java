package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.Optional;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.mesos.ExecutorProperties.Containerizer;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.Parameter;
import org.apache.mesos.v1.Protos.Volume;

/**
 * The container an executor runs in: Docker's, with the host's network, or Mesos's own.
 * Only the latter isolates GPUs and keeps secrets; it runs Docker's images too.
 */
final class Containers {

	private final ExecutorProperties properties;

	private final List<Volume> volumes;

	Containers(ExecutorProperties properties) {
		this.properties = properties;
		this.volumes = properties.volumes().stream().map(Containers::volume).toList();
	}

	/**
	 * The container for an executor.
	 * @param spec what its run asks for
	 * @return the container, or empty if it is a plain command on the agent
	 */
	Optional<ContainerInfo> of(ExecutorSpec spec) {
		String image = (spec.image() != null) ? spec.image() : this.properties.image();
		if (image.isEmpty()) {
			return Optional.empty();
		}
		ContainerInfo.Builder container = inDocker(spec) ? docker(image) : mesos(image);
		return Optional.of(container.addAllVolumes(this.volumes).build());
	}

	private boolean inDocker(ExecutorSpec spec) {
		return this.properties.containerizer() == Containerizer.DOCKER && spec.gpus() == 0
				&& this.properties.secrets().isEmpty();
	}

	private ContainerInfo.Builder docker(String image) {
		return ContainerInfo.newBuilder()
			.setType(ContainerInfo.Type.DOCKER)
			.setDocker(ContainerInfo.DockerInfo.newBuilder()
				.setImage(image)
				.setNetwork(ContainerInfo.DockerInfo.Network.HOST)
				.addAllParameters(this.properties.dockerParameters().stream().map(Containers::parameter).toList()));
	}

	private static Parameter parameter(String text) {
		String[] parts = text.split("=", 2);
		return Parameter.newBuilder().setKey(parts[0]).setValue(parts[1]).build();
	}

	private static ContainerInfo.Builder mesos(String image) {
		return ContainerInfo.newBuilder()
			.setType(ContainerInfo.Type.MESOS)
			.setMesos(ContainerInfo.MesosInfo.newBuilder()
				.setImage(Image.newBuilder()
					.setType(Image.Type.DOCKER)
					.setDocker(Image.Docker.newBuilder().setName(image))));
	}

	private static Volume volume(String text) {
		String[] parts = text.split(":", -1);
		boolean readOnly = parts.length == 3 && parts[2].equals("ro");
		boolean sound = (parts.length == 2 || readOnly) && parts[0].startsWith("/") && parts[1].startsWith("/");
		if (!sound) {
			throw new IllegalArgumentException("ANCHO_EXECUTOR_VOLUMES: " + text
					+ " is not of the form /folder/of/the/agent:/folder/in/the/container, with :ro behind it or not");
		}
		return Volume.newBuilder()
			.setHostPath(parts[0])
			.setContainerPath(parts[1])
			.setMode(readOnly ? Volume.Mode.RO : Volume.Mode.RW)
			.build();
	}

}
