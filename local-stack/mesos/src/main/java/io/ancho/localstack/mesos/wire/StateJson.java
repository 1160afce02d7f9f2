package io.ancho.localstack.mesos.wire;

import java.util.List;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.ancho.localstack.mesos.master.Snapshot;

/**
 * What a master knows, in the words of its oldest endpoints, in which agents are slaves.
 */
final class StateJson {

	private static final JsonMapper mapper = new JsonMapper();

	private StateJson() {
	}

	static ObjectNode version(Snapshot snapshot) {
		return mapper.createObjectNode().put("version", snapshot.master().getVersion());
	}

	static ObjectNode tasks(Snapshot snapshot) {
		ObjectNode json = mapper.createObjectNode();
		json.set("tasks", tasks(snapshot.tasks()));
		return json;
	}

	static ObjectNode agents(Snapshot snapshot) {
		ObjectNode json = mapper.createObjectNode();
		ArrayNode agents = json.putArray("slaves");
		snapshot.agents().forEach((agent) -> agents.add(agent(agent)));
		return json;
	}

	static ObjectNode state(Snapshot snapshot) {
		ObjectNode json = version(snapshot);
		json.put("id", snapshot.master().getId());
		json.put("pid", snapshot.master().getPid());
		json.put("hostname", snapshot.master().getHostname());
		json.put("leader", snapshot.master().getPid());
		json.put("activated_slaves", snapshot.agents().stream().filter(Snapshot.AgentView::active).count());
		json.setAll(agents(snapshot));
		ArrayNode frameworks = json.putArray("frameworks");
		snapshot.frameworks().forEach((framework) -> frameworks.add(framework(framework, snapshot.tasks())));
		return json;
	}

	private static ObjectNode agent(Snapshot.AgentView agent) {
		ObjectNode json = mapper.createObjectNode();
		json.put("id", agent.description().id().getValue());
		json.put("hostname", agent.description().hostname());
		json.put("active", agent.active());
		json.set("resources", mapper.valueToTree(agent.total()));
		json.set("used_resources", mapper.valueToTree(agent.used()));
		ObjectNode attributes = json.putObject("attributes");
		agent.description()
			.attributes()
			.forEach((attribute) -> attributes.put(attribute.getName(), attribute.getText().getValue()));
		return json;
	}

	private static ObjectNode framework(Snapshot.FrameworkView framework, List<Snapshot.TaskView> tasks) {
		ObjectNode json = mapper.createObjectNode();
		json.put("id", framework.info().getId().getValue());
		json.put("name", framework.info().getName());
		json.put("user", framework.info().getUser());
		json.put("failover_timeout", framework.info().getFailoverTimeout());
		json.put("checkpoint", framework.info().getCheckpoint());
		json.put("active", framework.connected());
		json.put("connected", framework.connected());
		json.set("tasks", tasks(
				tasks.stream().filter((task) -> task.framework().getId().equals(framework.info().getId())).toList()));
		return json;
	}

	private static ArrayNode tasks(List<Snapshot.TaskView> tasks) {
		ArrayNode array = mapper.createArrayNode();
		tasks.forEach((task) -> array.add(task(task)));
		return array;
	}

	private static ObjectNode task(Snapshot.TaskView task) {
		ObjectNode json = mapper.createObjectNode();
		json.put("id", task.info().getTaskId().getValue());
		json.put("name", task.info().getName());
		json.put("framework_id", task.framework().getId().getValue());
		json.put("slave_id", task.info().getAgentId().getValue());
		json.put("state", task.status().getState().name());
		json.set("resources", mapper.valueToTree(task.resources()));
		json.putArray("statuses").add(ProtobufJson.write(task.status()));
		json.set("labels", ProtobufJson.write(task.info().getLabels()).withArray("labels"));
		return json;
	}

}
