package io.ancho.localstack;

import java.lang.management.ManagementFactory;
import com.sun.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the stack is built, where it keeps what it writes, and where it listens.
 *
 * @param repository the root of the repository, whose modules have been built
 * @param home the folder that holds everything the stack writes
 * @param python an interpreter that has the package {@code ancho}
 * @param ports the ports of all parts
 * @param parts the names of the parts to start, or none for all: whoever works on a part
 * can run it by hand
 * @param schedulers how many instances of scheduler-service there are, 1 … 4; of several
 * one leads
 * @param runServices how many instances of run-service there are, 1 … 4; of several one
 * leads
 * @param pool how large the standing pool is
 * @param agentTimeout how many seconds an agent of the Mesos stand-in may stay away; none
 * for the stand-in's own choice
 * @param framework the user's variables that say which Mesos to use and how executors are
 * launched there; without {@code ANCHO_MESOS} it is the stand-in
 * @param network the user's variables that say how to reach the outside, such as a
 * package index
 * @param sandbox whether models run behind a wall, {@code required} or {@code none}
 * @param sources the user's variables that say where models may be fetched from
 * @param telemetry the user's variables that say how the services tell of themselves
 */
record Settings(Path repository, Path home, Path python, Ports ports, Set<String> parts, int schedulers,
		int runServices, PoolSize pool, Optional<String> agentTimeout, Map<String, String> framework,
		Map<String, String> network, String sandbox, Map<String, String> sources, Map<String, String> telemetry) {

	private static final int MOST_INSTANCES = 4;

	private static final Pattern FRAMEWORK = Pattern.compile("ANCHO_(MESOS|EXECUTOR)(_.*)?");

	private static final Pattern NETWORK = Pattern
		.compile("PIP_.*|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE|(?i:(https?|all|no)_proxy)");

	private static final Pattern SOURCES = Pattern.compile("ANCHO_SOURCES_.*");

	private static final Pattern TELEMETRY = Pattern.compile("ANCHO_LOG_FORMAT|ANCHO_TRACING_.*");

	static Settings from(Map<String, String> environment) {
		Path home = Path.of(required(environment, "ANCHO_HOME")).toAbsolutePath().normalize();
		return new Settings(Path.of(required(environment, "ANCHO_REPO")).toAbsolutePath().normalize(), home,
				Optional.ofNullable(environment.get("ANCHO_PYTHON"))
					.map(Path::of)
					.orElse(home.resolve("venv/bin/python")),
				Ports.shiftedBy(environment.getOrDefault("ANCHO_PORT_OFFSET", "0")),
				names(environment.getOrDefault("ANCHO_PARTS", "")), instances("ANCHO_SCHEDULERS", environment),
				instances("ANCHO_RUN_SERVICES", environment),
				PoolSize.of(environment, Runtime.getRuntime().availableProcessors(), machineMemoryMib()),
				Optional.ofNullable(environment.get("ANCHO_AGENT_TIMEOUT")), matching(FRAMEWORK, environment),
				matching(NETWORK, environment), sandbox(environment), matching(SOURCES, environment),
				matching(TELEMETRY, environment));
	}

	private static String sandbox(Map<String, String> environment) {
		String sandbox = environment.getOrDefault("ANCHO_SANDBOX", "required");
		if (!Set.of("required", "none").contains(sandbox)) {
			throw new StackException("ANCHO_SANDBOX must be required or none, not \"" + sandbox + "\"");
		}
		return sandbox;
	}

	/** Whether executors are launched by a Mesos that is not this stack's. */
	boolean hasMesosOfItsOwn() {
		return this.framework.containsKey("ANCHO_MESOS");
	}

	boolean wants(String part) {
		return this.parts.isEmpty() || this.parts.contains(part);
	}

	Path tokenFile() {
		return this.home.resolve("token");
	}

	Path keys() {
		return this.home.resolve("keys");
	}

	Path data(String part) {
		return this.home.resolve("data").resolve(part);
	}

	Path logs() {
		return this.home.resolve("logs");
	}

	Path temporary() {
		return this.home.resolve("tmp");
	}

	Path ledgerFile() {
		return this.home.resolve("processes");
	}

	private static int instances(String variable, Map<String, String> environment) {
		String number = environment.getOrDefault(variable, "1");
		if (!number.strip().matches("[1-" + MOST_INSTANCES + "]")) {
			throw new StackException(
					variable + " must be a number from 1 to " + MOST_INSTANCES + ", not \"" + number + "\"");
		}
		return Integer.parseInt(number.strip());
	}

	static long machineMemoryMib() {
		OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		return machine.getTotalMemorySize() >> 20;
	}

	private static Map<String, String> matching(Pattern names, Map<String, String> environment) {
		return environment.entrySet()
			.stream()
			.filter((variable) -> names.matcher(variable.getKey()).matches())
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private static Set<String> names(String list) {
		return Stream.of(list.split(","))
			.map(String::strip)
			.filter((name) -> !name.isEmpty())
			.collect(Collectors.toUnmodifiableSet());
	}

	private static String required(Map<String, String> environment, String name) {
		String value = environment.get(name);
		if (value == null || value.isBlank()) {
			throw new StackException("set the environment variable " + name);
		}
		return value;
	}

}
