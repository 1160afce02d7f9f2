package io.ancho.telemetry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Has the log lines of every request say what they are about, in every service that has
 * this library.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class TelemetryAutoConfiguration {

	/** Behind the filter that begins the request's observation. */
	private static final int BEFORE_ALL = Ordered.HIGHEST_PRECEDENCE + 2;

	/** Behind Spring Security's, whose order is −100. */
	private static final int BEHIND_SECURITY = -99;

	@Bean
	FilterRegistrationBean<RequestContextFilter> logRequestContext() {
		FilterRegistrationBean<RequestContextFilter> filter = new FilterRegistrationBean<>(new RequestContextFilter());
		filter.setOrder(BEFORE_ALL);
		return filter;
	}

	@Bean
	FilterRegistrationBean<UserContextFilter> logUserContext() {
		FilterRegistrationBean<UserContextFilter> filter = new FilterRegistrationBean<>(new UserContextFilter());
		filter.setOrder(BEHIND_SECURITY);
		return filter;
	}

}
