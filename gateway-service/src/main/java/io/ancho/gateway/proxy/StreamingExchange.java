package io.ancho.gateway.proxy;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
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

	/** Tells whether an instance could not answer because it does not lead. */
	private static final String ROLE = "Ancho-Role";

	private static final long PAUSE_MILLIS = 250;

	private final CloseableHttpClient http;

	private final Instances instances;

	private final Timeout silence;

	private final Duration takeover;

	private final EventStreams eventStreams;

	private final UpstreamErrors errors;

	StreamingExchange(CloseableHttpClient http, UpstreamProperties properties, Instances instances,
			EventStreams eventStreams, UpstreamErrors errors) {
		this.http = http;
		this.instances = instances;
		this.silence = Timeout.of(properties.silence());
		this.takeover = properties.takeover();
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

	/**
	 * Asks one instance after the other, as long as asking again does no harm, and all of
	 * them again while one says that it stands by for a leader that does not answer.
	 */
	private UpstreamResponse open(Upstream upstream, Request request) {
		Attempts attempts = new Attempts(request);
		long deadline = System.nanoTime() + this.takeover.toNanos();
		UpstreamResponse response = askAll(upstream, attempts);
		while (response == null) {
			if (System.nanoTime() - deadline > 0) {
				throw this.errors.unavailable(upstream, attempts.failure());
			}
			pause();
			response = askAll(upstream, attempts);
		}
		return response;
	}

	/** An answer, or nothing if the service has no leader at the moment. */
	private @Nullable UpstreamResponse askAll(Upstream upstream, Attempts attempts) {
		List<URI> instances = this.instances.inTurn(upstream);
		boolean standby = false;
		for (URI instance : instances) {
			boolean last = !standby && instance.equals(instances.get(instances.size() - 1));
			HttpUriRequestBase sent = attempts.translate(instance,
					last ? this.silence : attempts.patience(this.silence), instances.size() > 1);
			try {
				ClassicHttpResponse answer = send(sent);
				boolean standsBy = isStandby(answer);
				if (standsBy ? !attempts.mayAskAgain() : last || !attempts.isAnotherBetter(answer)) {
					return answered(upstream, instance, sent, answer);
				}
				standby |= standsBy;
				sent.cancel();
			}
			catch (IOException | URISyntaxException ex) {
				if (last || !attempts.mayAskAgainAfter(ex)) {
					throw this.errors.unavailable(upstream, ex);
				}
			}
		}
		if (!standby) {
			throw this.errors.unavailable(upstream, attempts.failure());
		}
		return null;
	}

	private static boolean isStandby(ClassicHttpResponse answer) {
		Header role = answer.getFirstHeader(ROLE);
		return answer.getCode() == Attempts.UNAVAILABLE && role != null && "standby".equals(role.getValue());
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
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

}
