package io.ancho.gateway.proxy;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The services behind the gateway.
 *
 * @param run base URLs of run-service's instances, of which the leader answers
 * @param stats base URLs of stats-service's instances, any of which answers
 * @param scheduler base URLs of scheduler-service's instances, any of which answers
 * @param connectTimeout how long connecting may take
 * @param silence how long a service may send nothing before it is given up; event streams
 * may be silent for ever
 * @param takeover how long a request waits for the next leader while a service has none
 * @param eventStreams how many event streams may be open at once; each holds a thread
 * @param heartbeat after how much silence an event stream is sent a comment, which keeps
 * it alive and shows whether the client is still there
 */
@ConfigurationProperties("ancho.upstreams")
record UpstreamProperties(@DefaultValue("http://127.0.0.1:8081") List<URI> run,
		@DefaultValue("http://127.0.0.1:8084") List<URI> stats,
		@DefaultValue("http://127.0.0.1:8082") List<URI> scheduler, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("10m") Duration silence, @DefaultValue("15s") Duration takeover,
		@DefaultValue("64") int eventStreams, @DefaultValue("15s") Duration heartbeat) {

	UpstreamProperties {
		run = requireAddresses("ANCHO_RUN_URL", run);
		stats = requireAddresses("ANCHO_STATS_URL", stats);
		scheduler = requireAddresses("ANCHO_SCHEDULER_URL", scheduler);
	}

	private static List<URI> requireAddresses(String variable, List<URI> urls) {
		urls.forEach((url) -> requireAddress(variable, url));
		if (urls.isEmpty()) {
			throw new IllegalArgumentException(variable + " must name at least one URL");
		}
		return List.copyOf(urls);
	}

	private static void requireAddress(String variable, URI url) {
		if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
			throw new IllegalArgumentException(
					variable + " must be a URL such as http://127.0.0.1:8081, but is " + url);
		}
	}

	/** Where a service's instances are: one or more. */
	List<URI> urls(Upstream upstream) {
		return switch (upstream) {
			case RUN -> this.run;
			case STATS -> this.stats;
			case SCHEDULER -> this.scheduler;
		};
	}

}
