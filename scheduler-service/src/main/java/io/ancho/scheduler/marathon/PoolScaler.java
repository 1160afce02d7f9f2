package io.ancho.scheduler.marathon;

import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.client.RestClientException;

/**
 * Looks at the pool from time to time, while this instance leads, and scales it. Whatever
 * is away is tried again at the next look.
 */
final class PoolScaler {

	private static final Logger logger = LoggerFactory.getLogger(PoolScaler.class);

	private final BooleanSupplier leads;

	private final PoolBacklog backlog;

	private final Marathon marathon;

	private final PoolSize.Limits limits;

	private final PoolGauges gauges;

	private final InstantSource clock;

	private PoolSize size = PoolSize.UNKNOWN;

	private boolean failing;

	PoolScaler(BooleanSupplier leads, PoolBacklog backlog, Marathon marathon, PoolSize.Limits limits, PoolGauges gauges,
			InstantSource clock) {
		this.leads = leads;
		this.backlog = backlog;
		this.marathon = marathon;
		this.limits = limits;
		this.gauges = gauges;
		this.clock = clock;
	}

	/** Takes one look. What a former leader knew is not known to the next one. */
	void look() {
		if (!this.leads.getAsBoolean()) {
			this.size = PoolSize.UNKNOWN;
			this.gauges.unknown();
			return;
		}
		try {
			scale(this.marathon.app(), this.backlog.outstanding());
			this.failing = false;
		}
		catch (RestClientException | ExecutionException ex) {
			failed(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void scale(Marathon.App app, long outstanding) {
		this.gauges.looked(outstanding, app.instances());
		PoolSize.Decision decision = this.size.look(app.instances(), outstanding, this.limits, this.clock.instant());
		if (decision.next().yields() && !this.size.yields()) {
			logger.info("Somebody has scaled the pool to {}; it is left alone until it has been idle for {}",
					app.instances(), this.limits.calm());
		}
		this.size = decision.next();
		if (decision.scaleTo().isEmpty() || app.locked()) {
			return;
		}
		int wanted = decision.scaleTo().getAsInt();
		if (this.marathon.scale(wanted)) {
			logger.info("Scaling the pool from {} to {}: {} chunks are outstanding", app.instances(), wanted,
					outstanding);
		}
		else {
			logger.info("The pool is held by another deployment; trying again");
		}
	}

	/** Told once, not at every look. */
	private void failed(Exception ex) {
		if (!this.failing) {
			logger.warn("The pool cannot be scaled at present; trying again", ex);
		}
		this.failing = true;
	}

}
