package io.ancho.gateway.proxy;

import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.ancho.gateway.identity.Identities;
import io.ancho.gateway.identity.Identity;
import io.ancho.gateway.token.Caller;
import io.ancho.gateway.token.Scope;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.Requests;
import io.ancho.telemetry.Traces;

import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * The headers that a service behind the gateway is sent: those that say something about
 * the request, its id, and the signed identity of the caller. Only a {@code POST} has a
 * body, and so a content type. Whatever else a client sends, above all headers that claim
 * an identity or an address, stays here.
 */
@Component
class ForwardedHeaders implements RequestHttpHeadersFilter {

	private static final Set<String> FORWARDED = Set.of("accept", "accept-encoding", "accept-language", "cache-control",
			"content-type", "idempotency-key", "if-match", "if-modified-since", "if-none-match", "if-range",
			"if-unmodified-since", "last-event-id", "range", "traceparent", "tracestate", "user-agent");

	private final Identities identities;

	private final Traces traces;

	ForwardedHeaders(Identities identities, Traces traces) {
		this.traces = traces;
		this.identities = identities;
	}

	@Override
	public HttpHeaders apply(HttpHeaders received, ServerRequest request) {
		HttpHeaders forwarded = new HttpHeaders();
		received.forEach((name, values) -> {
			if (FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
				forwarded.addAll(name, values);
			}
		});
		if (!HttpMethod.POST.equals(request.method())) {
			forwarded.remove(HttpHeaders.CONTENT_TYPE);
		}
		String trace = this.traces.current();
		if (trace != null) {
			forwarded.set(Traces.HEADER, trace);
		}
		forwarded.set(Requests.ID_HEADER, LogContext.get(LogField.REQUEST));
		Upstream upstream = (Upstream) request.attribute(StreamingExchange.UPSTREAM).orElseThrow();
		forwarded.setBearerAuth(this.identities.of(identity(caller(), upstream)));
		return forwarded;
	}

	private static Caller caller() {
		Authentication known = SecurityContextHolder.getContext().getAuthentication();
		if (known != null && known.getPrincipal() instanceof Caller caller) {
			return caller;
		}
		throw new IllegalStateException("no route is open to everyone");
	}

	private static Identity identity(Caller caller, Upstream upstream) {
		SortedSet<String> scopes = caller.scopes()
			.stream()
			.map(Scope::text)
			.collect(Collectors.toCollection(TreeSet::new));
		if (caller.operator()) {
			scopes.add(Identity.OPERATOR);
		}
		return new Identity(caller.user(), scopes, upstream.audience(), caller.limits().claim());
	}

}
