package io.ancho.stats.access;

import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.Problems;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.StringUtils;

/**
 * A resource server for the identities that the gateway signs for this service: looking
 * needs the scope {@code read}, all else {@code write}. Open are health and metrics.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, AuthenticationEntryPoint entryPoint,
			AccessDeniedHandler refusal) {
		return http
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers("/actuator/health/**", "/actuator/info", "/actuator/prometheus")
				.permitAll()
				.requestMatchers(HttpMethod.GET)
				.hasAuthority("SCOPE_read")
				.requestMatchers(HttpMethod.HEAD)
				.hasAuthority("SCOPE_read")
				.anyRequest()
				.hasAuthority("SCOPE_write"))
			.oauth2ResourceServer(
					(server) -> server.jwt(Customizer.withDefaults()).authenticationEntryPoint(entryPoint))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(entryPoint).accessDeniedHandler(refusal))
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf((csrf) -> csrf.disable())
			.build();
	}

	@Bean
	AuthenticationEntryPoint problemEntryPoint(JsonMapper mapper) {
		return (request, response, ex) -> Problems.write(response, mapper, Problem.UNAUTHENTICATED,
				"this service accepts the identities that the gateway signs, and no other");
	}

	@Bean
	AccessDeniedHandler problemRefusal(JsonMapper mapper) {
		return (request, response, ex) -> Problems.write(response, mapper, Problem.FORBIDDEN,
				"the identity lacks the scope that " + request.getMethod() + " needs");
	}

	@Bean
	OAuth2TokenValidator<Jwt> subjectRequired() {
		return new JwtClaimValidator<String>("sub", StringUtils::hasText);
	}

}
