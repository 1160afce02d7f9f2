package io.ancho.scheduler.mesos;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.Effect.Launch;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Image;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * An executor as a Mesos task.
 */
@Component
final class TaskInfos {

	private final ExecutorProperties properties;

	private final UnaryOperator<@Nullable String> environment;

	@Autowired
	TaskInfos(ExecutorProperties properties) {
		this(properties, System::getenv);
	}

	TaskInfos(ExecutorProperties properties, UnaryOperator<@Nullable String> environment) {
		this.properties = properties;
		this.environment = environment;
	}

	TaskInfo of(Launch launch) {
		ExecutorSpec spec = launch.run().spec();
		TaskInfo.Builder task = TaskInfo.newBuilder()
			.setTaskId(TaskID.newBuilder().setValue(launch.executor().id().value()))
			.setName("ancho executor of " + launch.run().name())
			.setAgentId(AgentID.newBuilder().setValue(launch.executor().agentId()))
			.setCommand(command(launch))
			.setKillPolicy(KillPolicy.newBuilder()
				.setGracePeriod(DurationInfo.newBuilder().setNanoseconds(this.properties.grace().toNanos())))
			.setLabels(Labels.newBuilder()
				.addLabels(label("run", launch.run().id().value()))
				.addLabels(label("owner", launch.run().owner())))
			.addResources(scalar("cpus", launch.resources().cpus()))
			.addResources(scalar("mem", launch.resources().memMib()))
			.addResources(port(launch.executor().port()));
		if (launch.resources().diskMib() > 0) {
			task.addResources(scalar("disk", launch.resources().diskMib()));
		}
		if (spec.gpus() > 0) {
			task.addResources(scalar("gpus", spec.gpus()));
		}
		String image = (spec.image() != null) ? spec.image() : this.properties.image();
		if (!image.isEmpty()) {
			task.setContainer((spec.gpus() > 0) ? mesosContainer(image) : dockerContainer(image));
		}
		return task.build();
	}

	private CommandInfo command(Launch launch) {
		Environment.Builder environment = Environment.newBuilder();
		variables(launch).forEach((name, value) -> environment
			.addVariables(Environment.Variable.newBuilder().setName(name).setValue(value)));
		return CommandInfo.newBuilder()
			.setShell(true)
			.setValue(this.properties.command())
			.setEnvironment(environment)
			.build();
	}

	private Map<String, String> variables(Launch launch) {
		Map<String, String> variables = new LinkedHashMap<>();
		for (String name : this.properties.environment()) {
			String value = this.environment.apply(name);
			if (value != null) {
				variables.put(name, value);
			}
		}
		variables.put("ANCHO_EXECUTOR_ID", launch.executor().id().value());
		variables.put("ANCHO_RUN", launch.run().id().value());
		variables.put("ANCHO_QUEUE", launch.run().queue());
		variables.put("ANCHO_SLOTS", Integer.toString(launch.run().spec().cpus()));
		variables.put("ANCHO_MEM_MIB", Integer.toString(launch.run().spec().memMib()));
		variables.put("SERVER_PORT", Integer.toString(launch.executor().port()));
		if (!this.properties.address().isEmpty()) {
			variables.put("SERVER_ADDRESS", this.properties.address());
		}
		return variables;
	}

	private static ContainerInfo dockerContainer(String image) {
		return ContainerInfo.newBuilder()
			.setType(ContainerInfo.Type.DOCKER)
			.setDocker(ContainerInfo.DockerInfo.newBuilder()
				.setImage(image)
				.setNetwork(ContainerInfo.DockerInfo.Network.HOST))
			.build();
	}

	/** Only Mesos's own containerizer isolates GPUs; it runs Docker's images too. */
	private static ContainerInfo mesosContainer(String image) {
		return ContainerInfo.newBuilder()
			.setType(ContainerInfo.Type.MESOS)
			.setMesos(ContainerInfo.MesosInfo.newBuilder()
				.setImage(Image.newBuilder()
					.setType(Image.Type.DOCKER)
					.setDocker(Image.Docker.newBuilder().setName(image))))
			.build();
	}

	private static Label label(String key, String value) {
		return Label.newBuilder().setKey(key).setValue(value).build();
	}

	private static Resource scalar(String name, double value) {
		return Resource.newBuilder()
			.setName(name)
			.setType(Value.Type.SCALAR)
			.setScalar(Value.Scalar.newBuilder().setValue(value))
			.build();
	}

	private static Resource port(int port) {
		return Resource.newBuilder()
			.setName("ports")
			.setType(Value.Type.RANGES)
			.setRanges(Value.Ranges.newBuilder().addRange(Value.Range.newBuilder().setBegin(port).setEnd(port)))
			.build();
	}

}
