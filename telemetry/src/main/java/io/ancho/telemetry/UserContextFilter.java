package io.ancho.telemetry;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Log lines of a request are about its user, once it is known who that is.
 */
final class UserContextFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try (LogContext ignored = LogContext.of(LogField.USER, request.getRemoteUser())) {
			chain.doFilter(request, response);
		}
	}

}
