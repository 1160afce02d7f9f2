package io.ancho.localstack.mesos.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.ancho.localstack.mesos.master.Snapshot;

/**
 * The gauges of a master, by Mesos's names.
 */
final class MetricsJson {

	private static final JsonMapper mapper = new JsonMapper();

	private MetricsJson() {
	}

	static ObjectNode of(Snapshot snapshot) {
		ObjectNode json = mapper.createObjectNode();
		json.put("master/elected", 1.0);
		long connected = snapshot.frameworks().stream().filter(Snapshot.FrameworkView::connected).count();
		json.put("master/frameworks_connected", (double) connected);
		json.put("master/frameworks_disconnected", (double) (snapshot.frameworks().size() - connected));
		long active = snapshot.agents().stream().filter(Snapshot.AgentView::active).count();
		json.put("master/slaves_active", (double) active);
		json.put("master/slaves_disconnected", (double) (snapshot.agents().size() - active));
		for (String resource : List.of("cpus", "mem", "disk", "gpus")) {
			json.put("master/" + resource + "_total", sum(snapshot, Snapshot.AgentView::total, resource));
			json.put("master/" + resource + "_used", sum(snapshot, Snapshot.AgentView::used, resource));
		}
		for (String state : List.of("TASK_STAGING", "TASK_STARTING", "TASK_RUNNING", "TASK_KILLING")) {
			json.put("master/" + state.toLowerCase(Locale.ROOT).replaceFirst("task_", "tasks_"),
					(double) snapshot.tasks()
						.stream()
						.filter((task) -> task.status().getState().name().equals(state))
						.count());
		}
		return json;
	}

	private static double sum(Snapshot snapshot, Function<Snapshot.AgentView, Map<String, Double>> which,
			String resource) {
		return snapshot.agents().stream().mapToDouble((agent) -> which.apply(agent).getOrDefault(resource, 0.0)).sum();
	}

}
