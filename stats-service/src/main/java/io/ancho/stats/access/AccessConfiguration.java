package io.ancho.stats.access;

import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.Problems;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.StringUtils;

/**
 * A resource server for the identities that the gateway signs. Open are health and
 * metrics.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, AuthenticationEntryPoint entryPoint) {
		return http
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers("/actuator/health/**", "/actuator/info", "/actuator/prometheus")
				.permitAll()
				.anyRequest()
				.authenticated())
			.oauth2ResourceServer(
					(server) -> server.jwt(Customizer.withDefaults()).authenticationEntryPoint(entryPoint))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(entryPoint))
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
	OAuth2TokenValidator<Jwt> subjectRequired() {
		return new JwtClaimValidator<String>("sub", StringUtils::hasText);
	}

}
