package io.ancho.gateway.proxy;

import java.util.List;
import java.util.Locale;

/**
 * A service behind the gateway.
 */
enum Upstream {

	/** The registry of models and runs. */
	RUN,

	/** Summaries, results, failures and logs. */
	STATS,

	/** Executors. */
	SCHEDULER;

	/**
	 * Who may accept an identity that is sent there. stats-service asks run-service as
	 * the user.
	 */
	List<String> audience() {
		return (this == STATS) ? List.of(serviceName(), RUN.serviceName()) : List.of(serviceName());
	}

	/** The service's name, as operators know it. */
	String serviceName() {
		return name().toLowerCase(Locale.ROOT) + "-service";
	}

}
