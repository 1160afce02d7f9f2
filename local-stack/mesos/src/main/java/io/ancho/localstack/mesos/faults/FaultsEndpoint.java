package io.ancho.localstack.mesos.faults;

import java.io.IOException;
import java.time.Instant;
import java.util.function.BiFunction;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import io.ancho.localstack.mesos.master.Master;
import io.ancho.localstack.mesos.wire.MasterThread;

/**
 * {@code POST /faults}: a fault, in JSON, is made to happen.
 */
public final class FaultsEndpoint implements HttpHandler {

	private static final JsonMapper mapper = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private final Accidents accidents;

	/**
	 * An endpoint for the faults of one master.
	 * @param gate the master's gate
	 * @param master the master
	 * @param successors makes a new master, which serves from the first time on and whose
	 * agents register at the second
	 */
	public FaultsEndpoint(FaultyGate gate, MasterThread master, BiFunction<Instant, Instant, Master> successors) {
		this.accidents = new Accidents(gate, master, successors);
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			exchange.sendResponseHeaders(perform(exchange), -1);
		}
	}

	private int perform(HttpExchange exchange) throws IOException {
		if (!exchange.getRequestMethod().equals("POST")) {
			return 405;
		}
		try {
			this.accidents.happen(mapper.readValue(exchange.getRequestBody().readAllBytes(), Fault.class));
			return 202;
		}
		catch (JacksonException ex) {
			return 400;
		}
	}

}
