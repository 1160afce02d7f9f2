package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;

import io.ancho.localstack.mesos.master.Reply;

/**
 * {@code POST /api/v1/scheduler}. What is refused, with which status and in which words
 * and order is what a real master was recorded to do.
 */
public final class SchedulerEndpoint implements HttpHandler {

	private static final String STREAM_ID = "Mesos-Stream-Id";

	private final Gate master;

	public SchedulerEndpoint(Gate master) {
		this.master = master;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		if (!exchange.getRequestMethod().equals("POST")) {
			exchange.getResponseHeaders().set("Allow", "POST");
			Responses.text(exchange,
					new Reply(405, "405 Method Not Allowed. Expecting one of { 'POST' }, but received '"
							+ exchange.getRequestMethod() + "'."));
			return;
		}
		try {
			Optional<Reply> unavailable = this.master.unavailable();
			if (unavailable.isPresent()) {
				Responses.text(exchange, unavailable.get());
				return;
			}
			handle(exchange, call(exchange));
		}
		catch (RefusedException ex) {
			Responses.text(exchange, ex.reply());
		}
	}

	private static Call call(HttpExchange exchange) throws IOException {
		String type = exchange.getRequestHeaders().getFirst("Content-Type");
		if (type == null) {
			throw new RefusedException(400, "Expecting 'Content-Type' to be present");
		}
		WireFormat format = WireFormat.ofContentType(type)
			.orElseThrow(() -> new RefusedException(415,
					"Expecting 'Content-Type' of application/json or application/x-protobuf"));
		Call.Builder call = parse(format, exchange.getRequestBody().readAllBytes());
		Optional<String> error = CallValidation.error(call.buildPartial())
			.or(() -> principalError(exchange, call.getSubscribe().getFrameworkInfo()));
		if (error.isPresent()) {
			throw new RefusedException(400, "Failed to validate scheduler::Call: " + error.get());
		}
		return call.build();
	}

	private static Optional<String> principalError(HttpExchange exchange, FrameworkInfo info) {
		return Credentials.of(exchange)
			.map(Credentials::principal)
			.filter((principal) -> info.hasPrincipal() && !info.getPrincipal().equals(principal))
			.map((principal) -> "Authenticated principal '" + principal + "' does not match principal '"
					+ info.getPrincipal() + "' set in `FrameworkInfo`");
	}

	private static Call.Builder parse(WireFormat format, byte[] body) {
		try {
			Call.Builder call = format.parse(body, Call.newBuilder());
			if (!call.isInitialized()) {
				throw new UnreadableCallException("Failed to convert JSON into Call protobuf: Missing required fields: "
						+ String.join(", ", call.findInitializationErrors()));
			}
			return call;
		}
		catch (UnreadableCallException ex) {
			throw new RefusedException(400, String.valueOf(ex.getMessage()));
		}
	}

	private void handle(HttpExchange exchange, Call call) throws IOException {
		String streamId = exchange.getRequestHeaders().getFirst(STREAM_ID);
		if (call.getType() == Call.Type.SUBSCRIBE) {
			subscribe(exchange, call.getSubscribe(), streamId);
		}
		else {
			Responses.text(exchange, this.master.handle(call, streamId));
		}
	}

	private void subscribe(HttpExchange exchange, Call.Subscribe call, @Nullable String streamId) throws IOException {
		if (streamId != null) {
			throw new RefusedException(400, "Subscribe calls should not include the 'Mesos-Stream-Id' header");
		}
		WireFormat format = WireFormat.accepted(exchange.getRequestHeaders().getFirst("Accept"))
			.orElseThrow(() -> new RefusedException(406,
					"Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'"));
		String newId = UUID.randomUUID().toString();
		exchange.getResponseHeaders().set(STREAM_ID, newId);
		exchange.getResponseHeaders().set("Content-Type", format.mediaType());
		exchange.sendResponseHeaders(200, 0);
		RecordStream stream = new RecordStream(format);
		this.master.subscribe(call, newId, stream);
		boolean complete = stream.writeTo(exchange.getResponseBody());
		this.master.disconnected(newId);
		if (!complete) {
			throw new IOException("the stream is broken off");
		}
		exchange.getResponseBody().close();
		exchange.close();
	}

}
