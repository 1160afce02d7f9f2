package io.ancho.gateway.proxy;

import java.io.IOException;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * What to tell, count and log when a service fails the gateway.
 */
@Component
class UpstreamErrors {

	private static final Logger logger = LoggerFactory.getLogger(UpstreamErrors.class);

	private final MeterRegistry meters;

	UpstreamErrors(MeterRegistry meters) {
		this.meters = meters;
	}

	/** The service could not be reached, or broke off before it answered. */
	ProblemException unavailable(Upstream upstream, Exception cause) {
		count(upstream, "unavailable");
		return new ProblemException(Problem.UNAVAILABLE,
				upstream.serviceName() + " does not answer at the moment: try again shortly", cause);
	}

	/** The service does not accept the gateway's signature. */
	ProblemException untrusted(Upstream upstream) {
		count(upstream, "untrusted");
		logger.error("{} refuses the identity that this gateway signs: its ANCHO_IDENTITY_PUBLIC_KEY does not belong"
				+ " to ANCHO_IDENTITY_PRIVATE_KEY, or the clocks differ by minutes", upstream.serviceName());
		return new ProblemException(Problem.UNAVAILABLE,
				upstream.serviceName() + " is not set up to trust this gateway: tell whoever operates it");
	}

	/**
	 * The service broke off in the middle of its answer. The exception has Tomcat break
	 * off as well.
	 */
	IOException brokenOff(Upstream upstream, IOException cause) {
		count(upstream, "broken-off");
		logger.warn("{} broke off in the middle of an answer: {}", upstream.serviceName(), cause.toString());
		return new CloseNowException(upstream.serviceName() + " broke off in the middle of its answer", cause);
	}

	private void count(Upstream upstream, String error) {
		this.meters.counter("ancho.gateway.upstream.errors", "service", upstream.serviceName(), "error", error)
			.increment();
	}

}
