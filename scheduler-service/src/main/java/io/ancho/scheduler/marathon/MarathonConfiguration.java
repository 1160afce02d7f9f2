package io.ancho.scheduler.marathon;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import io.ancho.leadership.Leadership;
import io.ancho.scheduler.mesos.Credentials;
import io.ancho.scheduler.mesos.HttpClients;
import org.apache.kafka.clients.admin.Admin;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.client.RestClient;

/**
 * There only if Marathon's URL is.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${ancho.marathon.url:}' != ''")
class MarathonConfiguration {

	@Bean
	Admin marathonAdmin(KafkaAdmin kafka) {
		return Admin.create(kafka.getConfigurationProperties());
	}

	@Bean
	PoolGauges poolGauges() {
		return new PoolGauges();
	}

	@Bean
	PoolScaler poolScaler(MarathonProperties properties, Leadership leadership, Admin marathonAdmin, PoolGauges gauges,
			Clock clock) {
		PoolSize.Limits limits = new PoolSize.Limits(properties.minimum(), properties.maximum(), properties.chunks(),
				properties.calm());
		return new PoolScaler(leadership::leads, new PoolBacklog(marathonAdmin, properties.queue()),
				marathon(properties), limits, gauges, clock);
	}

	@Bean
	ThreadPoolTaskScheduler poolScalerTimer(MarathonProperties properties, PoolScaler scaler) {
		ThreadPoolTaskScheduler timer = new ThreadPoolTaskScheduler();
		timer.setThreadNamePrefix("marathon");
		timer.initialize();
		timer.scheduleWithFixedDelay(scaler::look, properties.interval());
		return timer;
	}

	static Marathon marathon(MarathonProperties properties) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClients.trusting(properties.ca()));
		requests.setReadTimeout(Duration.ofSeconds(15));
		RestClient.Builder client = RestClient.builder().requestFactory(requests);
		if (!properties.credentialFile().isEmpty()) {
			client.defaultHeader(HttpHeaders.AUTHORIZATION,
					Credentials.read(Path.of(properties.credentialFile())).basic());
		}
		return new Marathon(client.build(), properties.url(), properties.app());
	}

}
