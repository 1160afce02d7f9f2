package io.ancho.scheduler.mesos;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MesosConfiguration {

	@Bean
	Masters masters(MesosProperties properties) {
		return Masters.of(properties);
	}

	@Bean
	Credentials mesosCredentials(MesosProperties properties) {
		return Credentials.of(properties);
	}

	@Bean
	ExecutorPorts executorPorts(ExecutorProperties properties) {
		return ExecutorPorts.parse(properties.ports());
	}

	@Bean
	SandboxLogs sandboxLogs(MesosProperties properties) {
		return new SandboxLogs(HttpClients.trusting(properties.ca()));
	}

	@Bean
	MesosHttp mesosHttp(MesosProperties properties, Masters masters, Credentials credentials) {
		return new MesosHttp(HttpClients.trusting(properties.ca()), masters, credentials);
	}

}
