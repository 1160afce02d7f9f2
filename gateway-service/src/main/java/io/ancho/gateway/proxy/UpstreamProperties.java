package io.ancho.gateway.proxy;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The services behind the gateway.
 *
 * @param run base URL of run-service
 * @param stats base URL of stats-service
 * @param scheduler base URLs of scheduler-service's instances, any of which answers
 * @param connectTimeout how long connecting may take
 * @param silence how long a service may send nothing before it is given up; event streams
 * may be silent for ever
 * @param eventStreams how many event streams may be open at once; each holds a thread
 * @param heartbeat after how much silence an event stream is sent a comment, which keeps
 * it alive and shows whether the client is still there
 */
@ConfigurationProperties("ancho.upstreams")
record UpstreamProperties(@DefaultValue("http://127.0.0.1:8081") URI run,
		@DefaultValue("http://127.0.0.1:8084") URI stats, @DefaultValue("http://127.0.0.1:8082") List<URI> scheduler,
		@DefaultValue("2s") Duration connectTimeout, @DefaultValue("10m") Duration silence,
		@DefaultValue("64") int eventStreams, @DefaultValue("15s") Duration heartbeat) {

	UpstreamProperties {
		requireAddress("ANCHO_RUN_URL", run);
		requireAddress("ANCHO_STATS_URL", stats);
		scheduler = List.copyOf(scheduler);
		scheduler.forEach((url) -> requireAddress("ANCHO_SCHEDULER_URL", url));
		if (scheduler.isEmpty()) {
			throw new IllegalArgumentException("ANCHO_SCHEDULER_URL must name at least one URL");
		}
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
			case RUN -> List.of(this.run);
			case STATS -> List.of(this.stats);
			case SCHEDULER -> this.scheduler;
		};
	}

}
