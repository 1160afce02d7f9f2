package io.ancho.run.messaging;

import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Whether a broker answers, asked at most so often as health is.
 */
@Component
class KafkaHealthIndicator extends AbstractHealthIndicator {

	private static final int TIMEOUT_MILLIS = 2000;

	private final Admin admin;

	KafkaHealthIndicator(Admin admin) {
		super("Kafka does not answer");
		this.admin = admin;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS);
		int nodes = this.admin.describeCluster(options).nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).size();
		builder.up().withDetail("nodes", nodes);
	}

}
