package io.ancho.gateway.proxy;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.ResponseHttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The headers of an answer that the client is sent: all but those that concern only the
 * connection to the service or that the gateway sets itself. A {@code Location} is made
 * relative, since the service does not know by which address the client came.
 */
@Component
class ReturnedHeaders implements ResponseHttpHeadersFilter {

	private static final Set<String> WITHHELD = Set.of("connection", "date", "keep-alive", "server", "set-cookie",
			"trailer", "transfer-encoding", "upgrade", "www-authenticate", "cache-control", "pragma", "expires",
			"x-content-type-options", "x-frame-options", "x-xss-protection", "x-request-id");

	@Override
	public HttpHeaders apply(HttpHeaders received, ServerResponse response) {
		HttpHeaders returned = new HttpHeaders();
		received.forEach((name, values) -> {
			if (!WITHHELD.contains(name.toLowerCase(Locale.ROOT))) {
				returned.addAll(name, values);
			}
		});
		URI location = received.getLocation();
		if (location != null) {
			returned.set(HttpHeaders.LOCATION, relative(location));
		}
		return returned;
	}

	private static String relative(URI location) {
		String query = location.getRawQuery();
		return location.getRawPath() + ((query != null) ? "?" + query : "");
	}

}
