package io.ancho.gateway.proxy;

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

	/** The service's name, as operators know it. */
	String serviceName() {
		return name().toLowerCase(Locale.ROOT) + "-service";
	}

}
