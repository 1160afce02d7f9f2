package io.ancho.gateway.proxy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends a request to a service and opens its answer, without holding either in memory.
 * The thread of the request does all of it, so that nothing touches the request after it
 * ended. An answer that nobody wants any more is cut off, never read to its end.
 */
@Component
class StreamingExchange implements ProxyExchange {

	/** The attribute of the request that says which {@link Upstream} it goes to. */
	static final String UPSTREAM = StreamingExchange.class.getName() + ".upstream";

	private static final int UNAUTHORIZED = 401;

	private final CloseableHttpClient http;

	private final Timeout silence;

	private final EventStreams eventStreams;

	private final UpstreamErrors errors;

	StreamingExchange(CloseableHttpClient http, UpstreamProperties properties, EventStreams eventStreams,
			UpstreamErrors errors) {
		this.http = http;
		this.silence = Timeout.of(properties.silence());
		this.eventStreams = eventStreams;
		this.errors = errors;
	}

	@Override
	public ServerResponse exchange(Request request) {
		Upstream upstream = (Upstream) request.getServerRequest().attribute(UPSTREAM).orElseThrow();
		HttpUriRequestBase sent = translate(request);
		UpstreamResponse response = new UpstreamResponse(upstream, sent, open(upstream, sent), this.eventStreams,
				this.errors);
		request.getResponseConsumers().forEach((consumer) -> consumer.accept(response, response));
		return response;
	}

	private ClassicHttpResponse open(Upstream upstream, HttpUriRequestBase request) {
		try {
			ClassicHttpResponse response = this.http.executeOpen(HttpHost.create(request.getUri()), request, null);
			if (response.getCode() == UNAUTHORIZED) {
				request.cancel();
				throw this.errors.untrusted(upstream);
			}
			return response;
		}
		catch (IOException | URISyntaxException ex) {
			throw this.errors.unavailable(upstream, ex);
		}
	}

	private HttpUriRequestBase translate(Request request) {
		URI uri = Objects.requireNonNull(request.getUri());
		HttpUriRequestBase sent = new HttpUriRequestBase(request.getMethod().name(), uri);
		request.getHeaders().forEach((name, values) -> values.forEach((value) -> sent.addHeader(name, value)));
		boolean silent = uri.getPath().endsWith("/events");
		sent.setConfig(RequestConfig.custom()
			.setResponseTimeout(silent ? Timeout.DISABLED : this.silence)
			.setConnectionRequestTimeout(Timeout.ofSeconds(2))
			.build());
		if (HttpMethod.POST.equals(request.getMethod())) {
			sent.setEntity(new RequestBody(request.getServerRequest().servletRequest()));
		}
		return sent;
	}

}
