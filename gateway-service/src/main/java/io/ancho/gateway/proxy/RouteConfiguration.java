package io.ancho.gateway.proxy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The public routes, and 405 for the other methods of their paths.
 */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

	@Bean
	RouterFunction<ServerResponse> publicRoutes(UpstreamProperties upstreams) {
		RouterFunctions.Builder routes = RouterFunctions.route();
		for (Upstream upstream : Upstream.values()) {
			routes.add(routesTo(upstream, upstreams));
		}
		for (String path : Route.ALL.stream().map(Route::path).collect(Collectors.toCollection(LinkedHashSet::new))) {
			routes.route(RequestPredicates.path(path), (request) -> {
				throw new HttpRequestMethodNotSupportedException(request.method().name(), methods(path));
			});
		}
		return routes.build();
	}

	private static RouterFunction<ServerResponse> routesTo(Upstream upstream, UpstreamProperties upstreams) {
		RouterFunctions.Builder routes = GatewayRouterFunctions.route(upstream.serviceName());
		Route.ALL.stream()
			.filter((route) -> route.upstream() == upstream)
			.forEach((route) -> routes.route(predicate(route), HandlerFunctions.http()));
		return routes.before(BeforeFilterFunctions.uri(upstreams.urls(upstream).get(0))).before((request) -> {
			request.attributes().put(StreamingExchange.UPSTREAM, upstream);
			return request;
		}).build();
	}

	private static RequestPredicate predicate(Route route) {
		RequestPredicate path = RequestPredicates.path(route.path());
		for (Route other : Route.ALL) {
			// What is a path of its own is nobody's variable.
			if (other.hasFixedPath() && !other.path().equals(route.path())) {
				path = path.and(RequestPredicates.path(other.path()).negate());
			}
		}
		return RequestPredicates.methods(withHead(route.method()).toArray(HttpMethod[]::new)).and(path);
	}

	private static List<HttpMethod> withHead(HttpMethod method) {
		return HttpMethod.GET.equals(method) ? List.of(HttpMethod.GET, HttpMethod.HEAD) : List.of(method);
	}

	private static Set<String> methods(String path) {
		return Route.ALL.stream()
			.filter((route) -> route.path().equals(path))
			.flatMap((route) -> withHead(route.method()).stream())
			.map(HttpMethod::name)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
