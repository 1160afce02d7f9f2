package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.master.Protos.Response;

import io.ancho.localstack.mesos.master.Operator;
import io.ancho.localstack.mesos.master.Reply;

/**
 * {@code POST /api/v1}: what people ask of a master and tell it.
 */
public final class OperatorApiEndpoint implements HttpHandler {

	private final MasterThread master;

	public OperatorApiEndpoint(MasterThread master) {
		this.master = master;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		if (!exchange.getRequestURI().getPath().equals(exchange.getHttpContext().getPath())) {
			Responses.text(exchange, new Reply(404, "404 Not Found."));
			return;
		}
		Optional<WireFormat> format = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
			.flatMap(WireFormat::ofContentType);
		if (format.isEmpty()) {
			Responses.text(exchange,
					new Reply(415, "Expecting 'Content-Type' of application/json or application/x-protobuf"));
			return;
		}
		try {
			answer(exchange, format.get().parse(exchange.getRequestBody().readAllBytes(), Call.newBuilder()));
		}
		catch (UnreadableCallException ex) {
			Responses.text(exchange, Reply.badRequest(String.valueOf(ex.getMessage())));
		}
	}

	private void answer(HttpExchange exchange, Call.Builder call) throws IOException {
		if (call.getType() == Call.Type.MARK_AGENT_GONE) {
			this.master.act((operator, now) -> markGone(operator, call, now));
			Responses.text(exchange, new Reply(200, ""));
			return;
		}
		Optional<Response> response = OperatorAnswers.of(call.getType(), this.master.ask(Operator::snapshot));
		if (response.isPresent()) {
			Responses.json(exchange, WireFormat.JSON.write(response.get()));
		}
		else {
			Responses.text(exchange, new Reply(501, call.getType() + " is not implemented by this stand-in for Mesos"));
		}
	}

	private static void markGone(Operator operator, Call.Builder call, Instant now) {
		operator.markAgentGone(call.getMarkAgentGone().getAgentId(), now);
	}

}
