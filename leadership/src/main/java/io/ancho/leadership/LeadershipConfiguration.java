package io.ancho.leadership;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Gives a service that has {@link Duties} an election, the lease, health and a metric.
 */
@AutoConfiguration
@EnableConfigurationProperties(LeaderProperties.class)
class LeadershipConfiguration {

	@Bean
	Lease lease() {
		return new Lease();
	}

	@Bean
	Leadership leadership(LeaderProperties properties, Lease lease, Duties duties) {
		return new Leadership(properties, lease, duties);
	}

	@Bean
	LeadershipHealthIndicator leadershipHealthIndicator(Leadership leadership) {
		return new LeadershipHealthIndicator(leadership);
	}

	@Bean
	LeaderGauge leaderGauge(Leadership leadership, @Value("${spring.application.name}") String service) {
		return new LeaderGauge(leadership, service);
	}

}
