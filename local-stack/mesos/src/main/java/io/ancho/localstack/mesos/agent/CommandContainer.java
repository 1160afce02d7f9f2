package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * A plain command, as a process of the agent.
 */
final class CommandContainer implements Container {

	/** What a task inherits of this process's environment. */
	private static final List<String> INHERITED = List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR",
			"JAVA_HOME");

	private final TaskFolder folder;

	private final TaskKey key;

	private final CommandInfo command;

	private final TaskProcess process;

	CommandContainer(TaskFolder folder, TaskKey key, TaskInfo task) {
		this.folder = folder;
		this.key = key;
		this.command = task.getCommand();
		this.process = new TaskProcess(folder);
	}

	@Override
	public List<Step> preparation() {
		return this.command.getUrisList().isEmpty() ? List.of()
				: List.of(Fetch.step(this.folder, this.key.containerId()));
	}

	@Override
	public void start() throws IOException {
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.keySet().retainAll(INHERITED);
		environment.put("MESOS_SANDBOX", this.folder.sandbox().toString());
		environment.put("MESOS_TASK_ID", this.key.task().getValue());
		for (Environment.Variable variable : this.command.getEnvironment().getVariablesList()) {
			environment.put(variable.getName(), value(variable));
		}
		this.process.start(arguments(), environment);
	}

	private static String value(Environment.Variable variable) {
		return (variable.getType() == Environment.Variable.Type.SECRET)
				? variable.getSecret().getValue().getData().toStringUtf8() : variable.getValue();
	}

	private List<String> arguments() {
		if (this.command.getShell()) {
			return List.of("/bin/sh", "-c", this.command.getValue());
		}
		List<String> arguments = new ArrayList<>(List.of(this.command.getValue()));
		arguments.addAll(this.command.getArgumentsList().stream().skip(1).toList());
		return arguments;
	}

	@Override
	public OptionalInt exitStatus() {
		return this.process.exitStatus();
	}

	@Override
	public boolean attended() {
		return this.process.attended();
	}

	@Override
	public boolean signal(String signal) {
		return this.process.signal(signal);
	}

}
