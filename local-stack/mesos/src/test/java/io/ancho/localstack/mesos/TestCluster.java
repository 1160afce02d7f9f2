package io.ancho.localstack.mesos;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of a stand-in with the agent of the recordings.
 */
final class TestCluster {

	private TestCluster() {
	}

	/** Settings, with more of the environment's names and values, one after the other. */
	static MesosSettings settings(Path work, String... more) {
		Map<String, String> environment = new HashMap<>(Map.of("MESOS_PORT", "0", "MESOS_WORK_DIR", work.toString(),
				"MESOS_CPUS", "4", "MESOS_MEM_MIB", "4096", "MESOS_ATTRIBUTES", "rack:r1;zone:z1"));
		for (int i = 0; i < more.length; i += 2) {
			environment.put(more[i], more[i + 1]);
		}
		return MesosSettings.of(environment);
	}

}
