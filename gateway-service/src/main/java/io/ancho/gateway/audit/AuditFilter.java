package io.ancho.gateway.audit;

import java.io.IOException;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ancho.gateway.audit.AuditLog.Event;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Audits every request once it is answered: what changed something, the first use of a
 * token in an hour, and refusals. Of refusals alike from one address only one a minute is
 * written, so that guesses do not fill the log.
 */
class AuditFilter extends OncePerRequestFilter {

	private static final int MAX_REMEMBERED = 10_000;

	private final Cache<String, Boolean> signedIn = recent(Duration.ofHours(1));

	private final Cache<String, Boolean> refused = recent(Duration.ofMinutes(1));

	private static Cache<String, Boolean> recent(Duration time) {
		return Caffeine.newBuilder().expireAfterWrite(time).maximumSize(MAX_REMEMBERED).build();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(request, response);
		AuditDetails details = AuditDetails.of(request);
		String token = details.get("credential");
		if (token != null && isFirst(this.signedIn, token)) {
			event("signed-in", true, request, details).with("token", token).write();
		}
		switch (response.getStatus()) {
			case HttpServletResponse.SC_UNAUTHORIZED, HttpServletResponse.SC_FORBIDDEN ->
				refusal(request, response, details);
			case HttpServletResponse.SC_CREATED, HttpServletResponse.SC_ACCEPTED, HttpServletResponse.SC_NO_CONTENT ->
				action(request, response, details);
			default -> {
				// Reading, repeating what was done already, and mistakes.
			}
		}
	}

	private void refusal(HttpServletRequest request, HttpServletResponse response, AuditDetails details) {
		String alike = request.getRemoteAddr() + " " + response.getStatus() + " " + details.get("user");
		if (isFirst(this.refused, alike)) {
			event("refused", false, request, details).with("token", details.get("credential"))
				.with("status", response.getStatus())
				.with("method", request.getMethod())
				.with("path", request.getRequestURI())
				.write();
		}
	}

	private static void action(HttpServletRequest request, HttpServletResponse response, AuditDetails details) {
		String path = request.getRequestURI();
		AuditedAction.of(request.getMethod(), path).ifPresent((action) -> {
			String token = details.get("token");
			String object = action.object(path, response.getHeader(HttpHeaders.LOCATION));
			event(action.text(), true, request, details).with("object", (token != null) ? token : object)
				.with("owner", details.get("owner"))
				.write();
		});
	}

	private static Event event(String action, boolean succeeded, HttpServletRequest request, AuditDetails details) {
		return AuditLog.event(action, succeeded)
			.with("user", details.get("user"))
			.with("address", request.getRemoteAddr());
	}

	private static boolean isFirst(Cache<String, Boolean> recent, @Nullable String what) {
		return what != null && recent.asMap().putIfAbsent(what, true) == null;
	}

}
