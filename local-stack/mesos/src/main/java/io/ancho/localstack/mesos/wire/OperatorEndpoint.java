package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.util.Optional;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.ancho.localstack.mesos.master.Operator;
import io.ancho.localstack.mesos.master.Reply;
import io.ancho.localstack.mesos.master.Snapshot;

/**
 * {@code GET /state}, {@code /tasks}, {@code /slaves}, {@code /metrics/snapshot},
 * {@code /version} and {@code /redirect}: what people and tools look at, the most useful
 * fields of the many that a real master gives.
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
		String path = exchange.getRequestURI().getPath().replaceFirst("^/master(?=/)", "");
		if (path.equals("/redirect")) {
			redirect(exchange, snapshot);
			return;
		}
		Optional<ObjectNode> json = switch (path) {
			case "/state", "/state.json" -> Optional.of(StateJson.state(snapshot));
			case "/tasks", "/tasks.json" -> Optional.of(StateJson.tasks(snapshot));
			case "/slaves" -> Optional.of(StateJson.agents(snapshot));
			case "/metrics/snapshot" -> Optional.of(MetricsJson.of(snapshot));
			case "/version" -> Optional.of(StateJson.version(snapshot));
			default -> Optional.empty();
		};
		if (json.isPresent()) {
			Responses.json(exchange, mapper.writeValueAsBytes(json.get()));
		}
		else {
			Responses.text(exchange, new Reply(404, "404 Not Found."));
		}
	}

	/** Where the leader is: without a scheme, as Mesos says it. */
	private static void redirect(HttpExchange exchange, Snapshot snapshot) throws IOException {
		exchange.getResponseHeaders()
			.set("Location", "//" + snapshot.master().getHostname() + ":" + snapshot.master().getPort());
		Responses.text(exchange, new Reply(307, ""));
	}

}
