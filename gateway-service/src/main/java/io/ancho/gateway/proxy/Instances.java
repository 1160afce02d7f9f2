package io.ancho.gateway.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;

/**
 * The instances of each service, and which of them answered last: it is asked first, so
 * that one that is gone costs one request only. A name that stands for several addresses,
 * as Mesos-DNS gives them, stands for as many instances.
 */
@Component
class Instances {

	private final UpstreamProperties properties;

	private final Map<Upstream, URI> preferred = new ConcurrentHashMap<>();

	Instances(UpstreamProperties properties) {
		this.properties = properties;
	}

	/** All instances of a service, in the order to ask them. */
	List<URI> inTurn(Upstream upstream) {
		List<URI> urls = this.properties.urls(upstream).stream().flatMap(Instances::addresses).distinct().toList();
		URI first = this.preferred.get(upstream);
		return (first == null || !urls.contains(first)) ? urls
				: Stream.concat(Stream.of(first), urls.stream().filter((url) -> !url.equals(first))).toList();
	}

	/** A certificate is for the name, so that stays where there is one. */
	private static Stream<URI> addresses(URI url) {
		if (!url.getScheme().equals("http")) {
			return Stream.of(url);
		}
		try {
			List<URI> found = Arrays.stream(InetAddress.getAllByName(url.getHost()))
				.filter(Inet4Address.class::isInstance)
				.map((address) -> URI.create("http://" + address.getHostAddress() + ":" + port(url)))
				.toList();
			return (found.size() > 1) ? found.stream() : Stream.of(url);
		}
		catch (UnknownHostException ex) {
			return Stream.of(url);
		}
	}

	private static int port(URI url) {
		return (url.getPort() >= 0) ? url.getPort() : 80;
	}

	void answered(Upstream upstream, URI instance) {
		this.preferred.put(upstream, instance);
	}

}
