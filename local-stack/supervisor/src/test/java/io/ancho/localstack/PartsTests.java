package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PartsTests {

	private static final List<String> JARS = List.of("local-stack/cassandra/target/app/local-cassandra.jar",
			"local-stack/kafka/target/app/local-kafka.jar", "local-stack/mesos/target/app/local-mesos.jar",
			"local-stack/zookeeper/target/app/local-zookeeper.jar", "gateway-service/target/app/gateway-service.jar",
			"run-service/target/app/run-service.jar", "scheduler-service/target/app/scheduler-service.jar",
			"stats-service/target/app/stats-service.jar", "worker-service/target/app/worker-service.jar");

	private final Path folder;

	PartsTests(@TempDir Path folder) throws IOException {
		this.folder = folder;
		for (String jar : JARS) {
			Files.createDirectories(Objects.requireNonNull(folder.resolve(jar).getParent()));
			Files.createFile(folder.resolve(jar));
		}
	}

	@Test
	void everyPartComesAfterWhatItNeeds() throws Exception {
		List<String> names = parts(Map.of()).keySet().stream().toList();
		assertThat(names).containsExactlyInAnyOrder("cassandra", "kafka", "mesos", "gateway", "run", "scheduler",
				"stats", "worker");
		assertThat(parts(Map.of()).values())
			.allSatisfy((part) -> assertThat(names.subList(0, names.indexOf(part.name()))).containsAll(part.needs()));
	}

	@Test
	void variablesOfAnchoAreThoseOfTheArchitecture() throws Exception {
		String architecture = Files.readString(Path.of("../../docs/architecture.md"));
		assertThat(parts(Map.of("ANCHO_SCHEDULERS", "2", "ANCHO_RUN_SERVICES", "2")).values())
			.flatExtracting((part) -> part.environment().keySet())
			.filteredOn((name) -> name.startsWith("ANCHO_") || name.startsWith("SERVER_"))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(architecture).contains("`" + name + "`"));
	}

	@Test
	void severalSchedulersHaveNamesAndPortsOfTheirOwnAndElectTheirLeader() throws Exception {
		Map<String, Part> parts = parts(Map.of("ANCHO_SCHEDULERS", "2", "ANCHO_PORT_OFFSET", "100"));
		List<String> names = parts.keySet().stream().toList();
		assertThat(names).containsSubsequence("zookeeper", "scheduler", "scheduler-2");
		assertThat(Objects.requireNonNull(parts.get("gateway")).environment().get("ANCHO_SCHEDULER_URL"))
			.matches("http://127.0.0.1:\\d+,http://127.0.0.1:\\d+");
		assertThat(List.of("scheduler", "scheduler-2")).extracting(parts::get)
			.allSatisfy((part) -> assertThat(part.environment()).containsEntry("ANCHO_SCHEDULER_NAME", part.name())
				.containsEntry("ANCHO_SCHEDULER_ZOOKEEPER", "zk://127.0.0.1:2281/ancho"))
			.extracting(Part::port)
			.containsExactly(8182, 8185);
	}

	@Test
	void severalRunServicesElectTheirLeaderAndWhoeverAsksKnowsAllOfThem() throws Exception {
		Map<String, Part> parts = parts(Map.of("ANCHO_RUN_SERVICES", "2"));
		assertThat(parts.keySet()).containsSubsequence("zookeeper", "run", "run-2").doesNotContain("scheduler-2");
		assertThat(List.of("gateway", "stats", "scheduler", "worker")).extracting(parts::get)
			.allSatisfy((part) -> assertThat(part.environment()).containsEntry("ANCHO_RUN_URL",
					"http://127.0.0.1:8081,http://127.0.0.1:8088"));
		assertThat(List.of("run", "run-2")).extracting(parts::get)
			.allSatisfy((part) -> assertThat(part.environment()).containsEntry("ANCHO_RUN_NAME", part.name())
				.containsEntry("ANCHO_RUN_ZOOKEEPER", "zk://127.0.0.1:2181/ancho-run"))
			.allSatisfy((part) -> assertThat(part.needs()).contains("zookeeper"))
			.extracting(Part::port)
			.containsExactly(8081, 8088);
		assertThat(part("run", Map.of()).environment()).doesNotContainKey("ANCHO_RUN_ZOOKEEPER");
	}

	@Test
	void aNumberOfSchedulersThatMakesNoSenseIsRefusedByName() {
		assertThatExceptionOfType(StackException.class).isThrownBy(() -> parts(Map.of("ANCHO_SCHEDULERS", "0")))
			.withMessageContaining("ANCHO_SCHEDULERS");
		assertThatExceptionOfType(StackException.class).isThrownBy(() -> parts(Map.of("ANCHO_RUN_SERVICES", "9")))
			.withMessageContaining("ANCHO_RUN_SERVICES");
	}

	@Test
	void anAgentMayStayAwayAsLongAsIsAskedFor() throws Exception {
		assertThat(part("mesos", Map.of()).environment()).doesNotContainKey("MESOS_AGENT_TIMEOUT");
		assertThat(part("mesos", Map.of("ANCHO_AGENT_TIMEOUT", "10")).environment())
			.containsEntry("MESOS_AGENT_TIMEOUT", "10");
	}

	@Test
	void aMesosOfTheUsersOwnTakesThePlaceOfTheStandIn() throws Exception {
		Map<String, Part> parts = parts(Map.of("ANCHO_MESOS", "zk://zk:2181/mesos", "ANCHO_MESOS_ROLE", "research",
				"ANCHO_EXECUTOR_IMAGE", "worker:1"));
		assertThat(parts).doesNotContainKey("mesos");
		Part scheduler = Objects.requireNonNull(parts.get("scheduler"));
		assertThat(scheduler.needs()).containsExactlyInAnyOrder("cassandra", "kafka");
		assertThat(scheduler.environment()).containsEntry("ANCHO_MESOS", "zk://zk:2181/mesos")
			.containsEntry("ANCHO_MESOS_ROLE", "research")
			.containsEntry("ANCHO_MESOS_USER", System.getProperty("user.name"))
			.containsEntry("ANCHO_EXECUTOR_IMAGE", "worker:1");
	}

	@Test
	void executorsInheritTheMiddlewareAndTheWayToThePackageIndexButNoSecret() throws Exception {
		Map<String, String> scheduler = part("scheduler", Map.of("PIP_INDEX_URL", "https://index.example/simple"))
			.environment();
		List<String> inherited = List
			.of(Objects.requireNonNull(scheduler.get("ANCHO_EXECUTOR_ENVIRONMENT")).split(","));
		assertThat(inherited).contains("ANCHO_KAFKA", "ANCHO_CASSANDRA", "ANCHO_RUN_URL", "ANCHO_PYTHON",
				"ANCHO_SANDBOX", "ANCHO_CACHE", "PIP_INDEX_URL");
		assertThat(scheduler.keySet()).containsAll(inherited);
		assertThat(inherited)
			.noneMatch((name) -> name.contains("KEY") || name.contains("SECRET") || name.contains("TOKEN"));
	}

	@Test
	void whoLogsInDoesSoWithFilesOfItsOwn() throws Exception {
		assertThat(List.of("gateway", "run", "scheduler", "stats", "worker")).allSatisfy((name) -> {
			Map<String, String> environment = part(name, Map.of()).environment();
			assertThat(environment).containsEntry("SPRING_CONFIG_IMPORT",
					"configtree:" + this.folder.resolve("home/keys/roles").resolve(name) + "/");
			assertThat(environment.keySet()).noneMatch((variable) -> variable.endsWith("PASSWORD"));
		});
		assertThat(part("scheduler", Map.of()).environment().get("ANCHO_EXECUTOR_COMMAND"))
			.contains("home/keys/roles/worker/' '")
			.doesNotContain("roles/scheduler");
	}

	@Test
	void modelsComeFromPrivateNetworksOnlyWhereThatIsAskedFor() throws Exception {
		assertThat(part("run", Map.of()).environment()).doesNotContainKey("ANCHO_SOURCES_NETWORKS");
		assertThat(part("run", Map.of("ANCHO_SOURCES_NETWORKS", "10.1.0.0/16")).environment())
			.containsEntry("ANCHO_SOURCES_NETWORKS", "10.1.0.0/16");
	}

	@Test
	void theFormOfTheLogIsThatOfAllServicesAndExecutors() throws Exception {
		Map<String, Part> parts = parts(Map.of("ANCHO_LOG_FORMAT", "ecs"));
		for (String service : List.of("gateway", "run", "scheduler", "worker", "stats")) {
			assertThat(Objects.requireNonNull(parts.get(service)).environment()).containsEntry("ANCHO_LOG_FORMAT",
					"ecs");
		}
		assertThat(part("run", Map.of()).environment()).doesNotContainKey("ANCHO_LOG_FORMAT");
	}

	@Test
	void anExecutorsMemoryGrowsWithItsSlots() throws Exception {
		String command = Objects
			.requireNonNull(part("scheduler", Map.of()).environment().get("ANCHO_EXECUTOR_COMMAND"));
		ProcessBuilder echo = new ProcessBuilder("sh", "-c", command.replaceFirst("exec", "echo"));
		echo.environment().put("ANCHO_SLOTS", "4");
		String line = echo.start().inputReader().readLine();
		assertThat(line).contains(" -Xmx448m ", " -XX:MaxDirectMemorySize=576m ").endsWith("/worker-service.jar");
	}

	@Test
	void aPartThatHasNotBeenBuiltIsNamed() throws Exception {
		Files.delete(this.folder.resolve("run-service/target/app/run-service.jar"));
		assertThatExceptionOfType(StackException.class).isThrownBy(() -> parts(Map.of())).withMessageContaining("run");
		assertThat(parts(Map.of("ANCHO_PARTS", "cassandra, kafka"))).containsOnlyKeys("cassandra", "kafka");
	}

	private Part part(String name, Map<String, String> environment) throws IOException {
		return Objects.requireNonNull(parts(environment).get(name));
	}

	private Map<String, Part> parts(Map<String, String> environment) throws IOException {
		Map<String, String> all = new HashMap<>(environment);
		all.put("ANCHO_HOME", this.folder.resolve("home").toString());
		all.put("ANCHO_REPO", this.folder.toString());
		Settings settings = Settings.from(all);
		return new Parts(settings, Secrets.in(settings)).wanted()
			.stream()
			.collect(Collectors.toMap(Part::name, (part) -> part, (first, second) -> first, LinkedHashMap::new));
	}

}
