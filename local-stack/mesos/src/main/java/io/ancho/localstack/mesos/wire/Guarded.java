package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.util.Optional;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import io.ancho.localstack.mesos.master.Reply;

/**
 * An endpoint behind HTTP basic authentication, where that is wanted.
 *
 * @param realm the realm that the challenge names
 * @param credentials whom to let in; empty lets everybody in
 * @param endpoint the endpoint
 */
public record Guarded(String realm, Optional<Credentials> credentials, HttpHandler endpoint) implements HttpHandler {

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		if (this.credentials.map((credentials) -> credentials.admit(exchange)).orElse(true)) {
			this.endpoint.handle(exchange);
			return;
		}
		exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"" + this.realm + "\"");
		Responses.text(exchange, new Reply(401, "401 Unauthorized."));
	}

}
