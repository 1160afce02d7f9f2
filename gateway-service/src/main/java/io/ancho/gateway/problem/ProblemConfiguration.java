package io.ancho.gateway.problem;

import org.apache.catalina.core.StandardHost;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.RequestRejectedHandler;

@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
		return (factory) -> factory.addContextCustomizers((context) -> {
			if (context.getParent() instanceof StandardHost host) {
				host.setErrorReportValveClass(ProblemReportValve.class.getName());
			}
		});
	}

	/** What Spring Security's firewall refuses, such as {@code //} in a path. */
	@Bean
	RequestRejectedHandler rejectedRequestsAreProblems() {
		return (request, response, ex) -> ProblemDocument
			.of(Problem.INVALID_REQUEST,
					"the request was refused: its path, method or a header has forbidden characters")
			.writeTo(response);
	}

}
