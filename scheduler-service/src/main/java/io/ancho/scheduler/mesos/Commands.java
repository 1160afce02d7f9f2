package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.Effect.Launch;
import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The command that starts an executor, and its environment. What is named as a secret is
 * never a value there, even if it is named among the inherited variables too.
 */
final class Commands {

	/** Executors tell of themselves as this service does. */
	private static final List<String> TELEMETRY = List.of("ANCHO_LOG_FORMAT", "ANCHO_TRACING_ENDPOINT",
			"ANCHO_TRACING_SAMPLING");

	private final ExecutorProperties properties;

	private final UnaryOperator<@Nullable String> own;

	private final List<Environment.Variable> secrets;

	/**
	 * Makes commands.
	 * @param properties the configuration
	 * @param own this service's own variables, by name
	 * @throws IllegalArgumentException if a secret is missing
	 */
	Commands(ExecutorProperties properties, UnaryOperator<@Nullable String> own) {
		this.properties = properties;
		this.own = own;
		this.secrets = properties.secrets().stream().map(this::secret).toList();
	}

	CommandInfo of(Launch launch) {
		CommandInfo.Builder command = CommandInfo.newBuilder()
			.setShell(true)
			.setValue(this.properties.command())
			.setEnvironment(environment(launch));
		this.properties.uris().forEach((uri) -> command.addUrisBuilder().setValue(uri));
		return command.build();
	}

	private Environment environment(Launch launch) {
		Environment.Builder environment = Environment.newBuilder();
		Stream.concat(this.properties.environment().stream(), TELEMETRY.stream())
			.distinct()
			.filter((name) -> !this.properties.secrets().contains(name))
			.forEach((name) -> add(environment, name, this.own.apply(name)));
		ExecutorSpec spec = launch.run().spec();
		add(environment, "ANCHO_EXECUTOR_ID", launch.executor().id().value());
		add(environment, "ANCHO_RUN", launch.run().id().value());
		add(environment, "ANCHO_QUEUE", launch.run().queue());
		add(environment, "ANCHO_SLOTS", Integer.toString(spec.cpus()));
		add(environment, "ANCHO_MEM_MIB", Integer.toString(spec.memMib()));
		add(environment, "SERVER_PORT", Integer.toString(launch.executor().port()));
		if (!this.properties.address().isEmpty()) {
			add(environment, "SERVER_ADDRESS", this.properties.address());
		}
		return environment.addAllVariables(this.secrets).build();
	}

	private static void add(Environment.Builder environment, String name, @Nullable String value) {
		if (value != null) {
			environment.addVariablesBuilder().setName(name).setValue(value);
		}
	}

	private Environment.Variable secret(String name) {
		String value = this.own.apply(name);
		if (value == null || value.isEmpty()) {
			throw new IllegalArgumentException("ANCHO_EXECUTOR_SECRETS names " + name + ", which is not set here");
		}
		return Environment.Variable.newBuilder()
			.setName(name)
			.setType(Environment.Variable.Type.SECRET)
			.setSecret(Secret.newBuilder()
				.setType(Secret.Type.VALUE)
				.setValue(Secret.Value.newBuilder().setData(ByteString.copyFromUtf8(value))))
			.build();
	}

}
