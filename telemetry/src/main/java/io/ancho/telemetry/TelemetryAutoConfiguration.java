package io.ancho.telemetry;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Has the log lines of every request say what they are about, and traces what is to be
 * traced, in every service that has this library.
 */
@AutoConfiguration
class TelemetryAutoConfiguration {

	@Bean
	Traces traces(ObjectProvider<Tracer> tracer) {
		return new Traces(tracer.getIfAvailable());
	}

	/** What asks every few seconds, and what keeps time, is nobody's work. */
	@Bean
	SpanExportingPredicate workOnly() {
		return (span) -> !span.getTags().getOrDefault("http.url", "").startsWith("/actuator")
				&& !String.valueOf(span.getName()).startsWith("task ");
	}

	/**
	 * For requests.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class RequestConfiguration {

		/** Behind the filter that begins the request's observation. */
		private static final int BEFORE_ALL = Ordered.HIGHEST_PRECEDENCE + 2;

		/** Behind Spring Security's, whose order is −100. */
		private static final int BEHIND_SECURITY = -99;

		@Bean
		FilterRegistrationBean<RequestContextFilter> logRequestContext() {
			FilterRegistrationBean<RequestContextFilter> filter = new FilterRegistrationBean<>(
					new RequestContextFilter());
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

}
