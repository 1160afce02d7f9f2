package io.ancho.gateway.identity;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

	@Bean
	Identities identities(IdentityProperties properties, Clock clock) {
		return new Identities(SigningKey.read(properties.privateKey()), properties, clock);
	}

}
