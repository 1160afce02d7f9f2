package io.ancho.telemetry;

import java.io.IOException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Log lines of a request are about its id and the run that its path names. The id is the
 * caller's, if it has sent one, else a new one; the answer carries it.
 */
final class RequestContextFilter extends OncePerRequestFilter {

	private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	private static final Pattern RUN = Pattern.compile("/runs/([A-Za-z0-9_-]{1,64})(?:/.*)?$");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String id = id(request.getHeader(Requests.ID_HEADER));
		try (LogContext ignored = LogContext.of(LogField.REQUEST, id).and(LogField.RUN, run(request.getRequestURI()))) {
			response.setHeader(Requests.ID_HEADER, id);
			chain.doFilter(request, response);
		}
	}

	/** What a caller sends becomes part of the log: only what can do no harm there. */
	private static String id(@Nullable String sent) {
		return (sent != null && REQUEST.matcher(sent).matches()) ? sent : UUID.randomUUID().toString();
	}

	private static @Nullable String run(String path) {
		Matcher matcher = RUN.matcher(path);
		return matcher.find() ? matcher.group(1) : null;
	}

}
