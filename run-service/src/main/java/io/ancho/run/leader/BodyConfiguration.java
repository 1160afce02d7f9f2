package io.ancho.run.leader;

import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A client that asks before it sends a body ({@code Expect: 100-continue}) is told to
 * send it once somebody wants to read it, which an instance that stands by never does.
 */
@Configuration(proxyBeanMethods = false)
class BodyConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatWebServerFactory> bodiesOnDemand() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
				http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
			}
		});
	}

}
