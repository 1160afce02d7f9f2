package io.ancho.gateway.limit;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

	/** After Spring Security: who may not enter is not told about sizes. */
	private static final int AFTER_SECURITY = 0;

	@Bean
	FilterRegistrationBean<BodyLimitFilter> bodyLimit(LimitProperties limits) {
		FilterRegistrationBean<BodyLimitFilter> filter = new FilterRegistrationBean<>(new BodyLimitFilter(limits));
		filter.setOrder(AFTER_SECURITY);
		return filter;
	}

}
