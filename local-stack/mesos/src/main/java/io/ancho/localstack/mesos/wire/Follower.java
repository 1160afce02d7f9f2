package io.ancho.localstack.mesos.wire;

import java.io.IOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import io.ancho.localstack.mesos.master.Reply;

/**
 * A master that does not lead: it sends everybody to the one that does, by an address
 * without a scheme.
 *
 * @param leader the leader's host and port
 */
public record Follower(String leader) implements HttpHandler {

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath().replaceFirst("^/master(?=/)", "");
		exchange.getResponseHeaders()
			.set("Location", "//" + this.leader + (path.equals("/redirect") ? "" : "/master" + path));
		Responses.text(exchange, new Reply(307, ""));
	}

}
