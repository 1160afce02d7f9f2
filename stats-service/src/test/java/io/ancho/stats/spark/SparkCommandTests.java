package io.ancho.stats.spark;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SparkCommandTests {

	private static final Path SCRATCH = Path.of("/tmp/ancho-spark-1");

	private static Map<String, String> prepared(Map<String, String> given) {
		Map<String, String> environment = new HashMap<>(given);
		SparkCommand.useScratch(environment, SCRATCH);
		return environment;
	}

	@Test
	void sparkKeepsItsFilesInTheDriversFolder() {
		assertThat(prepared(Map.of())).isEqualTo(Map.of("SPARK_LOCAL_DIRS", "/tmp/ancho-spark-1"));
	}

	@Test
	void folderOfTheEnvironmentIsNotTaken() {
		assertThat(prepared(
				Map.of("SPARK_LOCAL_DIRS", "/data", "SPARK_EXECUTOR_DIRS", "/executor", "CONTAINER_ID", "container_1")))
			.isEqualTo(Map.of("SPARK_LOCAL_DIRS", "/tmp/ancho-spark-1"));
	}

	@Test
	void whatMesosSaysOfTheContainerIsLeftAsItIs() {
		Map<String, String> mesos = Map.of("MESOS_SANDBOX", "/mnt/mesos/sandbox", "MESOS_TASK_ID", "stats.1");
		assertThat(prepared(mesos)).containsAllEntriesOf(mesos).containsEntry("SPARK_LOCAL_DIRS", "/tmp/ancho-spark-1");
	}

}
