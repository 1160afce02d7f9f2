package io.ancho.gateway.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
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

	private static final int UNAVAILABLE = 503;

	/** How long an instance may take to begin with its answer if there is another one. */
	private static final Timeout PATIENCE = Timeout.ofSeconds(5);

	private final CloseableHttpClient http;

	private final Instances instances;

	private final Timeout silence;

	private final EventStreams eventStreams;

	private final UpstreamErrors errors;

	StreamingExchange(CloseableHttpClient http, UpstreamProperties properties, Instances instances,
			EventStreams eventStreams, UpstreamErrors errors) {
		this.http = http;
		this.instances = instances;
		this.silence = Timeout.of(properties.silence());
		this.eventStreams = eventStreams;
		this.errors = errors;
	}

	@Override
	public ServerResponse exchange(Request request) {
		Upstream upstream = (Upstream) request.getServerRequest().attribute(UPSTREAM).orElseThrow();
		UpstreamResponse response = open(upstream, request);
		RequestLog.answered(request, upstream, response);
		request.getResponseConsumers().forEach((consumer) -> consumer.accept(response, response));
		return response;
	}

	/** Asks one instance after the other, as long as asking again does no harm. */
	private UpstreamResponse open(Upstream upstream, Request request) {
		List<URI> instances = this.instances.inTurn(upstream);
		for (URI instance : instances.subList(0, instances.size() - 1)) {
			HttpUriRequestBase sent = translate(request, instance, isRepeatable(request) ? PATIENCE : this.silence);
			try {
				ClassicHttpResponse answer = send(sent);
				if (answer.getCode() != UNAVAILABLE || !isRepeatable(request)) {
					return answered(upstream, instance, sent, answer);
				}
				sent.cancel();
			}
			catch (IOException | URISyntaxException ex) {
				if (!isRepeatable(request) && !(ex instanceof ConnectException)) {
					throw this.errors.unavailable(upstream, ex);
				}
			}
		}
		return openLast(upstream, instances.get(instances.size() - 1), request);
	}

	private UpstreamResponse openLast(Upstream upstream, URI instance, Request request) {
		HttpUriRequestBase sent = translate(request, instance, this.silence);
		try {
			return answered(upstream, instance, sent, send(sent));
		}
		catch (IOException | URISyntaxException ex) {
			throw this.errors.unavailable(upstream, ex);
		}
	}

	private static boolean isRepeatable(Request request) {
		return HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
	}

	private ClassicHttpResponse send(HttpUriRequestBase request) throws IOException, URISyntaxException {
		return this.http.executeOpen(HttpHost.create(request.getUri()), request, null);
	}

	private UpstreamResponse answered(Upstream upstream, URI instance, HttpUriRequestBase sent,
			ClassicHttpResponse answer) {
		if (answer.getCode() == UNAUTHORIZED) {
			sent.cancel();
			throw this.errors.untrusted(upstream);
		}
		this.instances.answered(upstream, instance);
		return new UpstreamResponse(upstream, sent, answer, this.eventStreams, this.errors);
	}

	private static HttpUriRequestBase translate(Request request, URI instance, Timeout silence) {
		URI uri = at(instance, Objects.requireNonNull(request.getUri()));
		HttpUriRequestBase sent = new HttpUriRequestBase(request.getMethod().name(), uri);
		request.getHeaders().forEach((name, values) -> values.forEach((value) -> sent.addHeader(name, value)));
		boolean silent = uri.getPath().endsWith("/events");
		sent.setConfig(RequestConfig.custom()
			.setResponseTimeout(silent ? Timeout.DISABLED : silence)
			.setConnectionRequestTimeout(Timeout.ofSeconds(2))
			.build());
		if (HttpMethod.POST.equals(request.getMethod())) {
			sent.setEntity(new RequestBody(request.getServerRequest().servletRequest()));
		}
		return sent;
	}

	private static URI at(URI instance, URI wanted) {
		String query = (wanted.getRawQuery() != null) ? "?" + wanted.getRawQuery() : "";
		return URI.create(instance.getScheme() + "://" + instance.getRawAuthority() + wanted.getRawPath() + query);
	}

}
