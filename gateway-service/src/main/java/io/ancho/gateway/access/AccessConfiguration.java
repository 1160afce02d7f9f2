package io.ancho.gateway.access;

import io.ancho.gateway.token.Scope;
import io.ancho.gateway.token.TokenChecks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

	private static final String[] OPEN = { "/", "/index.html", "/v3/api-docs", "/v3/api-docs.yaml",
			"/actuator/health/**", "/actuator/info", "/actuator/prometheus" };

	/**
	 * There is no session and no cookie, so there is nothing that a foreign page could
	 * make a browser send: CSRF protection would protect nothing.
	 */
	@Bean
	SecurityFilterChain access(HttpSecurity http, TokenChecks tokens) {
		return http.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.addFilterBefore(new TokenFilter(tokens), AnonymousAuthenticationFilter.class)
			.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET, OPEN)
				.permitAll()
				.requestMatchers(HttpMethod.HEAD, OPEN)
				.permitAll()
				.requestMatchers(HttpMethod.GET, "/api/**")
				.hasAuthority(Scope.READ.text())
				.requestMatchers(HttpMethod.HEAD, "/api/**")
				.hasAuthority(Scope.READ.text())
				.requestMatchers("/api/**")
				.hasAuthority(Scope.WRITE.text())
				.anyRequest()
				.authenticated())
			.exceptionHandling((refused) -> refused
				.authenticationEntryPoint((request, response, ex) -> Refusals.noToken(request, response))
				.accessDeniedHandler((request, response, ex) -> Refusals.missingScope(request, response,
						scopeFor(request.getMethod()))))
			.build();
	}

	private static String scopeFor(String method) {
		boolean reads = "GET".equals(method) || "HEAD".equals(method);
		return (reads ? Scope.READ : Scope.WRITE).text();
	}

}
