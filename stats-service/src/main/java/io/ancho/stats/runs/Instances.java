package io.ancho.stats.runs;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The instances of run-service: whoever answered last is asked first. A name that stands
 * for several addresses, as Mesos-DNS gives them, stands for as many instances.
 */
final class Instances {

	private final List<URI> urls;

	private final Resolver resolver;

	private volatile URI preferred;

	Instances(List<URI> urls) {
		this(urls, InetAddress::getAllByName);
	}

	Instances(List<URI> urls, Resolver resolver) {
		this.resolver = resolver;
		this.urls = List.copyOf(urls);
		this.preferred = urls.get(0);
	}

	/** All of them, in the order to ask them. */
	List<URI> inTurn() {
		List<URI> found = this.urls.stream().flatMap(this::addresses).distinct().toList();
		URI first = this.preferred;
		return !found.contains(first) ? found
				: Stream.concat(Stream.of(first), found.stream().filter((url) -> !url.equals(first))).toList();
	}

	/** Remembers who answered. */
	void answered(URI instance) {
		this.preferred = instance;
	}

	/** A certificate is for the name, so that stays where there is one. */
	private Stream<URI> addresses(URI url) {
		if (!"http".equals(url.getScheme())) {
			return Stream.of(url);
		}
		try {
			List<String> found = Arrays.stream(this.resolver.resolve(url.getHost()))
				.filter(Inet4Address.class::isInstance)
				.map(InetAddress::getHostAddress)
				.toList();
			int port = (url.getPort() >= 0) ? url.getPort() : 80;
			return (found.size() > 1) ? found.stream().map((address) -> URI.create("http://" + address + ":" + port))
					: Stream.of(url);
		}
		catch (UnknownHostException ex) {
			return Stream.of(url);
		}
	}

	/** Finds the addresses of a name. */
	@FunctionalInterface
	interface Resolver {

		InetAddress[] resolve(String name) throws UnknownHostException;

	}

}
