package io.ancho.gateway.proxy;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.springframework.stereotype.Component;

/**
 * The instances of each service, and which of them answered last: it is asked first, so
 * that one that is gone costs one request only.
 */
@Component
class Instances {

	private final UpstreamProperties properties;

	private final Map<Upstream, AtomicInteger> preferred = new EnumMap<>(Upstream.class);

	Instances(UpstreamProperties properties) {
		this.properties = properties;
		for (Upstream upstream : Upstream.values()) {
			this.preferred.put(upstream, new AtomicInteger());
		}
	}

	/** All instances of a service, in the order to ask them. */
	List<URI> inTurn(Upstream upstream) {
		List<URI> urls = this.properties.urls(upstream);
		int first = preferred(upstream).get();
		return IntStream.range(0, urls.size()).mapToObj((i) -> urls.get((first + i) % urls.size())).toList();
	}

	void answered(Upstream upstream, URI instance) {
		preferred(upstream).set(this.properties.urls(upstream).indexOf(instance));
	}

	private AtomicInteger preferred(Upstream upstream) {
		return Objects.requireNonNull(this.preferred.get(upstream));
	}

}
