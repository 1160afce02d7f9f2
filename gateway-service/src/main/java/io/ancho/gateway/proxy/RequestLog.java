package io.ancho.gateway.proxy;

import java.net.URI;
import java.util.Optional;

import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange.Request;
import org.springframework.http.HttpMethod;

/**
 * A line for each request that changes something, about the run that it has made, where
 * it has made one. Those that only read are told at level debug.
 */
final class RequestLog {

	private static final Logger logger = LoggerFactory.getLogger(RequestLog.class);

	private static final String RUNS = "/api/v1/runs/";

	private RequestLog() {
	}

	/**
	 * Tells how a request was answered.
	 * @param request the request
	 * @param upstream who answered
	 * @param response the answer
	 */
	static void answered(Request request, Upstream upstream, UpstreamResponse response) {
		made(response).ifPresent((run) -> LogContext.add(LogField.RUN, run));
		HttpMethod method = request.getMethod();
		boolean reads = HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
		logger.atLevel(reads ? Level.DEBUG : Level.INFO)
			.log("{} {}: {} from {}", method, request.getServerRequest().uri().getRawPath(),
					response.getStatusCode().value(), upstream.serviceName());
	}

	private static Optional<String> made(UpstreamResponse response) {
		return Optional.ofNullable(response.getHeaders().getLocation())
			.map(URI::getRawPath)
			.filter((path) -> path.startsWith(RUNS))
			.map((path) -> path.substring(RUNS.length()));
	}

}
