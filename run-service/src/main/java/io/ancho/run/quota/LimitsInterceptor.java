package io.ancho.run.quota;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Learns a user's limits from the identity that a request comes with, before it is
 * answered.
 */
@Component
class LimitsInterceptor implements WebMvcConfigurer, HandlerInterceptor {

	private final UserLimits limits;

	LimitsInterceptor(UserLimits limits) {
		this.limits = limits;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/api/**");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getUserPrincipal() instanceof JwtAuthenticationToken identity) {
			this.limits.learn(identity.getName(), identity.getToken().getClaimAsMap("limits"));
		}
		return true;
	}

}
