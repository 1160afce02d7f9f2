package io.ancho.gateway.limit;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

	/** Before the audit's and Spring Security's. */
	private static final int FIRST = -300;

	/** After Spring Security: who may not enter is not told about sizes. */
	private static final int AFTER_SECURITY = 0;

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> door(LimitProperties limits) {
		return (factory) -> {
			factory.setProtocol(DoorProtocol.class.getName());
			factory.addConnectorCustomizers((connector) -> {
				if (connector.getProtocolHandler() instanceof DoorProtocol door) {
					door.limit(limits.head(), limits.connectionsPerAddress());
				}
			});
			factory.addEngineValves(new UnreadBodyValve());
		};
	}

	@Bean
	FilterRegistrationBean<AddressLimitFilter> addressLimit(LimitProperties limits) {
		FilterRegistrationBean<AddressLimitFilter> filter = new FilterRegistrationBean<>(
				new AddressLimitFilter(limits));
		filter.setOrder(FIRST);
		return filter;
	}

	@Bean
	FilterRegistrationBean<UserLimitFilter> userLimit(LimitProperties limits) {
		FilterRegistrationBean<UserLimitFilter> filter = new FilterRegistrationBean<>(new UserLimitFilter(limits));
		filter.setOrder(AFTER_SECURITY);
		return filter;
	}

	@Bean
	FilterRegistrationBean<BodyLimitFilter> bodyLimit(LimitProperties limits) {
		FilterRegistrationBean<BodyLimitFilter> filter = new FilterRegistrationBean<>(new BodyLimitFilter(limits));
		filter.setOrder(AFTER_SECURITY + 1);
		return filter;
	}

}
