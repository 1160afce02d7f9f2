package io.ancho.gateway.proxy;

import java.util.List;

import org.springframework.http.HttpMethod;

/**
 * One public operation that a service behind the gateway answers. What is not in
 * {@link #ALL} is not public, whatever the services offer.
 *
 * @param method the method; {@code HEAD} comes with {@code GET}
 * @param path the path, as a pattern; it is forwarded as it is
 * @param upstream who answers
 */
record Route(HttpMethod method, String path, Upstream upstream) {

	static final List<Route> ALL = List.of(new Route(HttpMethod.GET, "/api/v1/models", Upstream.RUN),
			new Route(HttpMethod.POST, "/api/v1/models", Upstream.RUN),
			new Route(HttpMethod.POST, "/api/v1/models/fetch", Upstream.RUN),
			new Route(HttpMethod.GET, "/api/v1/models/{id}", Upstream.RUN),
			new Route(HttpMethod.DELETE, "/api/v1/models/{id}", Upstream.RUN),
			new Route(HttpMethod.GET, "/api/v1/models/{id}/archive", Upstream.RUN),
			new Route(HttpMethod.GET, "/api/v1/runs", Upstream.RUN),
			new Route(HttpMethod.POST, "/api/v1/runs", Upstream.RUN),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}", Upstream.RUN),
			new Route(HttpMethod.DELETE, "/api/v1/runs/{id}", Upstream.RUN),
			new Route(HttpMethod.POST, "/api/v1/runs/{id}/cancel", Upstream.RUN),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}/events", Upstream.RUN),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}/summary", Upstream.STATS),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}/results", Upstream.STATS),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}/provenance", Upstream.STATS),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}/sequences/{sequence}", Upstream.STATS),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}/failures", Upstream.STATS),
			new Route(HttpMethod.GET, "/api/v1/runs/{id}/logs", Upstream.STATS),
			new Route(HttpMethod.GET, "/api/v1/executors", Upstream.SCHEDULER));

	/**
	 * Whether the path has no variables.
	 * @return whether it is one path
	 */
	boolean hasFixedPath() {
		return this.path.indexOf('{') < 0;
	}

}
