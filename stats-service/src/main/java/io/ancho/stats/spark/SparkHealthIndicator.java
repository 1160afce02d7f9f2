package io.ancho.stats.spark;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Up while a Spark driver is there that has answered.
 */
@Component
class SparkHealthIndicator extends AbstractHealthIndicator {

	private final Spark spark;

	SparkHealthIndicator(Spark spark) {
		this.spark = spark;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Long pid = this.spark.warmPid();
		if (pid != null) {
			builder.up().withDetail("pid", pid);
		}
		else {
			String trouble = this.spark.trouble();
			builder.down()
				.withDetail("reason", "no Spark driver is ready" + ((trouble != null) ? ": " + trouble : " yet"));
		}
	}

}
