package io.ancho.localstack.mesos;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.sun.management.OperatingSystemMXBean;

import io.ancho.localstack.mesos.wire.Credentials;

/**
 * What the environment sets.
 *
 * @param address {@code MESOS_ADDRESS}: where to listen, 127.0.0.1 if it is not set
 * @param port {@code MESOS_PORT}: at which port; 0 takes any free one
 * @param work {@code MESOS_WORK_DIR}: what must outlive a restart
 * @param agent what the agent that runs processes has: {@code MESOS_CPUS},
 * {@code MESOS_MEM_MIB}, {@code MESOS_DISK_MIB}, {@code MESOS_GPUS}, {@code MESOS_PORTS},
 * {@code MESOS_ATTRIBUTES}
 * @param emulated how many agents there are besides, which only emulate tasks: one less
 * than {@code MESOS_AGENTS}
 * @param emulatedSpecs what they have, in turn: {@code MESOS_EMULATED}, several with
 * {@code |} between; what one does not name is as the first agent has it
 * @param pingTimeout {@code MESOS_AGENT_TIMEOUT}, in seconds: how long an agent may stay
 * away
 * @param memoryLimited {@code MESOS_LIMIT_MEM}: whether a task that uses more memory than
 * it has is ended
 * @param credentials {@code MESOS_PRINCIPAL} and {@code MESOS_SECRET}: whom to let in
 * @param leader {@code MESOS_LEADER}: the host and port of the master that leads, if this
 * one is to be a follower
 */
record MesosSettings(String address, int port, Path work, AgentSpec agent, int emulated, List<AgentSpec> emulatedSpecs,
		Duration pingTimeout, boolean memoryLimited, Optional<Credentials> credentials, Optional<String> leader) {

	/** Five pings of 15 seconds each, as Mesos has it. */
	static final Duration PING_TIMEOUT = Duration.ofSeconds(75);

	static MesosSettings of(Map<String, String> environment) {
		AgentSpec agent = agent(environment);
		return new MesosSettings(environment.getOrDefault("MESOS_ADDRESS", "127.0.0.1"),
				Integer.parseInt(environment.getOrDefault("MESOS_PORT", "5050")), work(environment), agent,
				Integer.parseInt(environment.getOrDefault("MESOS_AGENTS", "1")) - 1,
				Arrays.stream(environment.getOrDefault("MESOS_EMULATED", "").split("\\|", -1))
					.map((spec) -> AgentSpec.of(spec).or(agent))
					.toList(),
				Optional.ofNullable(environment.get("MESOS_AGENT_TIMEOUT"))
					.map((seconds) -> Duration.ofSeconds(Long.parseLong(seconds)))
					.orElse(PING_TIMEOUT),
				Boolean.parseBoolean(environment.get("MESOS_LIMIT_MEM")),
				Optional.ofNullable(environment.get("MESOS_PRINCIPAL"))
					.map((principal) -> new Credentials(principal, environment.getOrDefault("MESOS_SECRET", ""))),
				Optional.ofNullable(environment.get("MESOS_LEADER")));
	}

	private static AgentSpec agent(Map<String, String> environment) {
		String gpus = environment.getOrDefault("MESOS_GPUS", "0");
		return AgentSpec.of(String.join(";",
				"cpus:" + environment.getOrDefault("MESOS_CPUS",
						Integer.toString(Runtime.getRuntime().availableProcessors())),
				"mem:" + environment.getOrDefault("MESOS_MEM_MIB", Long.toString(memory())),
				"disk:" + environment.getOrDefault("MESOS_DISK_MIB", "10240"), gpus.equals("0") ? "" : "gpus:" + gpus,
				"ports:" + environment.getOrDefault("MESOS_PORTS", "31000-32000"),
				environment.getOrDefault("MESOS_ATTRIBUTES", "")));
	}

	private static Path work(Map<String, String> environment) {
		String work = environment.get("MESOS_WORK_DIR");
		String home = environment.getOrDefault("ANCHO_HOME", System.getProperty("user.home") + "/.ancho");
		return ((work != null) ? Path.of(work) : Path.of(home, "mesos")).toAbsolutePath();
	}

	private static long memory() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		return system.getTotalMemorySize() / (1024 * 1024);
	}

}
