package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import io.ancho.localstack.mesos.master.Operator;
import io.ancho.localstack.mesos.master.Snapshot;

/**
 * {@code GET /state} and {@code GET /tasks}: what people and tools look at, the most
 * useful fields of the many that a real master gives.
 */
public final class OperatorEndpoint implements HttpHandler {

	private static final JsonMapper mapper = new JsonMapper();

	private final MasterThread master;

	public OperatorEndpoint(MasterThread master) {
		this.master = master;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		Snapshot snapshot = this.master.ask(Operator::snapshot);
		ObjectNode json = exchange.getRequestURI().getPath().endsWith("/tasks") ? tasks(snapshot) : state(snapshot);
		Responses.json(exchange, mapper.writeValueAsBytes(json));
	}

	private static ObjectNode tasks(Snapshot snapshot) {
		ObjectNode json = mapper.createObjectNode();
		json.set("tasks", tasks(snapshot.tasks()));
		return json;
	}

	private static ObjectNode state(Snapshot snapshot) {
		ObjectNode json = mapper.createObjectNode();
		json.put("version", snapshot.master().getVersion());
		json.put("id", snapshot.master().getId());
		json.put("pid", snapshot.master().getPid());
		json.put("hostname", snapshot.master().getHostname());
		ArrayNode frameworks = json.putArray("frameworks");
		snapshot.frameworks().forEach((framework) -> frameworks.add(framework(framework, snapshot.tasks())));
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
