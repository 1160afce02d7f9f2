package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.function.UnaryOperator;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.Effect.Launch;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * An executor as a Mesos task.
 */
@Component
final class TaskInfos {

	private final ExecutorProperties properties;

	private final Commands commands;

	private final Containers containers;

	@Autowired
	TaskInfos(ExecutorProperties properties, Environment environment) {
		this(properties, environment::getProperty);
	}

	TaskInfos(ExecutorProperties properties, UnaryOperator<@Nullable String> own) {
		this.properties = properties;
		this.commands = new Commands(properties, own);
		this.containers = new Containers(properties);
	}

	/**
	 * An executor's task.
	 * @param launch the executor
	 * @param resources the resources it takes
	 * @return the task
	 */
	TaskInfo of(Launch launch, List<Resource> resources) {
		ExecutorSpec spec = launch.run().spec();
		TaskInfo.Builder task = TaskInfo.newBuilder()
			.setTaskId(TaskID.newBuilder().setValue(launch.executor().id().value()))
			.setName("ancho executor of " + launch.run().name())
			.setAgentId(AgentID.newBuilder().setValue(launch.executor().agentId()))
			.setCommand(this.commands.of(launch))
			.setKillPolicy(KillPolicy.newBuilder()
				.setGracePeriod(DurationInfo.newBuilder().setNanoseconds(this.properties.grace().toNanos())))
			.setLabels(Labels.newBuilder()
				.addLabels(label("run", launch.run().id().value()))
				.addLabels(label("owner", launch.run().owner())))
			.addAllResources(resources);
		this.containers.of(spec).ifPresent(task::setContainer);
		if (!this.properties.healthPath().isEmpty()) {
			task.setHealthCheck(healthCheck(launch.executor().port()));
		}
		return task.build();
	}

	/**
	 * The agent asks, so that a partition between it and the master kills nothing. It
	 * ends an executor that has not answered three times in a row.
	 */
	private HealthCheck healthCheck(int port) {
		return HealthCheck.newBuilder()
			.setType(HealthCheck.Type.HTTP)
			.setHttp(HealthCheck.HTTPCheckInfo.newBuilder().setPort(port).setPath(this.properties.healthPath()))
			.setGracePeriodSeconds(300)
			.setDelaySeconds(5)
			.setIntervalSeconds(10)
			.setTimeoutSeconds(5)
			.setConsecutiveFailures(3)
			.build();
	}

	private static Label label(String key, String value) {
		return Label.newBuilder().setKey(key).setValue(value).build();
	}

}
