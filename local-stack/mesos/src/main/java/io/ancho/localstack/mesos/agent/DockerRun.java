package io.ancho.localstack.mesos.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.ContainerInfo.DockerInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Volume;

/**
 * What {@code docker run} is told of a task, as Mesos tells it.
 *
 * @param task the task
 * @param folder its folder
 * @param name its container's name
 */
record DockerRun(TaskInfo task, TaskFolder folder, String name) {

	/** The file with the environment, which is nobody else's business. */
	static final String ENVIRONMENT = "environment";

	private static final String SANDBOX = "/mnt/mesos/sandbox";

	private static final int SHARES_PER_CPU = 1024;

	private static final int MIB = 1024 * 1024;

	/** Less than this Docker may refuse, and Mesos does not ask for. */
	private static final double LEAST_MIB = 32;

	List<String> arguments() throws UnfitException {
		DockerInfo docker = this.task.getContainer().getDocker();
		List<String> arguments = new ArrayList<>();
		arguments.add("--cpu-shares=" + (long) (SHARES_PER_CPU * resource("cpus")));
		arguments.add("--memory=" + (long) (MIB * Math.max(LEAST_MIB, resource("mem"))));
		arguments.add("--env-file=" + this.folder.path().resolve(ENVIRONMENT));
		arguments.add("--network=" + network());
		arguments.add("--volume=" + this.folder.sandbox() + ":" + SANDBOX);
		for (Volume volume : this.task.getContainer().getVolumesList()) {
			arguments.add("--volume=" + volume(volume));
		}
		for (DockerInfo.PortMapping mapping : docker.getPortMappingsList()) {
			arguments.add("--publish=" + published(mapping));
		}
		if (docker.getPrivileged()) {
			arguments.add("--privileged");
		}
		docker.getParametersList()
			.forEach((parameter) -> arguments.add("--" + parameter.getKey() + "=" + parameter.getValue()));
		arguments.addAll(command(docker.getImage()));
		return arguments;
	}

	private List<String> command(String image) {
		CommandInfo command = this.task.getCommand();
		if (command.getShell()) {
			return List.of("--entrypoint=/bin/sh", image, "-c", command.getValue());
		}
		List<String> words = new ArrayList<>(List.of(image));
		if (command.hasValue()) {
			words.add(command.getValue());
		}
		words.addAll(command.getArgumentsList());
		return words;
	}

	private double resource(String name) {
		return resources(name).stream().mapToDouble((resource) -> resource.getScalar().getValue()).sum();
	}

	private List<Resource> resources(String name) {
		return this.task.getResourcesList().stream().filter((resource) -> resource.getName().equals(name)).toList();
	}

	private String network() throws UnfitException {
		ContainerInfo container = this.task.getContainer();
		DockerInfo.Network network = container.getDocker().getNetwork();
		if (network != DockerInfo.Network.USER) {
			return network.name().toLowerCase(Locale.ROOT);
		}
		if (container.getNetworkInfosCount() == 0) {
			throw unfit("No network info found in container info");
		}
		return container.getNetworkInfos(0).getName();
	}

	private String volume(Volume volume) throws UnfitException {
		if (volume.hasSource() || volume.hasImage()) {
			throw unfit("Volumes are supported by their host path only");
		}
		String inside = volume.getContainerPath();
		String target = inside.startsWith("/") ? inside : SANDBOX + "/" + inside;
		String mode = (volume.getMode() == Volume.Mode.RO) ? ":ro" : ":rw";
		return volume.hasHostPath() ? this.folder.sandbox().resolve(volume.getHostPath()) + ":" + target + mode
				: target;
	}

	private String published(DockerInfo.PortMapping mapping) throws UnfitException {
		DockerInfo.Network network = this.task.getContainer().getDocker().getNetwork();
		if (network == DockerInfo.Network.HOST || network == DockerInfo.Network.NONE) {
			throw unfit("Port mappings are only supported for bridge and user-defined networks");
		}
		List<Resource> ports = resources("ports");
		if (ports.isEmpty()) {
			throw unfit("Port mappings require port resources");
		}
		int port = mapping.getHostPort();
		if (ports.stream()
			.flatMap((resource) -> resource.getRanges().getRangeList().stream())
			.noneMatch((range) -> range.getBegin() <= port && port <= range.getEnd())) {
			throw unfit("Port [" + port + "] not included in resources");
		}
		String protocol = mapping.hasProtocol() ? "/" + mapping.getProtocol() : "";
		return port + ":" + mapping.getContainerPort() + protocol;
	}

	/**
	 * The environment, a line for each variable.
	 * @return what Docker reads as an environment file
	 * @throws UnfitException if such a file cannot hold it
	 */
	String environment() throws UnfitException {
		List<String> lines = new ArrayList<>(List.of("MESOS_SANDBOX=" + SANDBOX, "MESOS_ALLOCATION_ROLE=" + role(),
				"MESOS_CONTAINER_NAME=" + this.name));
		for (Environment.Variable variable : this.task.getCommand().getEnvironment().getVariablesList()) {
			if (variable.getType() == Environment.Variable.Type.SECRET) {
				throw unfit("Docker keeps no secrets, such as " + variable.getName());
			}
			if (variable.getValue().contains("\n")) {
				throw unfit("The variable " + variable.getName() + " has several lines");
			}
			lines.add(variable.getName() + "=" + variable.getValue());
		}
		return lines.stream().map((line) -> line + "\n").collect(Collectors.joining());
	}

	private String role() {
		return this.task.getResourcesList()
			.stream()
			.map((resource) -> resource.getAllocationInfo().getRole())
			.filter((role) -> !role.isEmpty())
			.findFirst()
			.orElse("*");
	}

	private static UnfitException unfit(String message) {
		return new UnfitException("Failed to create docker run options: " + message);
	}

}
