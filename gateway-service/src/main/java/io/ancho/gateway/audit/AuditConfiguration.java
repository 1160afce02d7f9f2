package io.ancho.gateway.audit;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

	/** Spring Security's is -100: who is refused there is audited as well. */
	private static final int BEFORE_SECURITY = -200;

	@Bean
	FilterRegistrationBean<AuditFilter> audit() {
		FilterRegistrationBean<AuditFilter> filter = new FilterRegistrationBean<>(new AuditFilter());
		filter.setOrder(BEFORE_SECURITY);
		return filter;
	}

}
