package io.ancho.gateway.limit;

import java.io.IOException;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemDocument;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how many requests and event streams of one user are under way at once. Comes
 * after Spring Security, which knows the user.
 */
class UserLimitFilter extends OncePerRequestFilter {

	private final Places requests;

	private final Places streams;

	UserLimitFilter(LimitProperties limits) {
		this.requests = new Places(limits.requestsPerUser());
		this.streams = new Places(limits.streamsPerUser());
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String user = request.getRemoteUser();
		boolean isStream = Lane.of(request) == Lane.STREAM;
		Places places = isStream ? this.streams : this.requests;
		if (user == null) {
			chain.doFilter(request, response);
		}
		else if (!places.take(user)) {
			response.setHeader(HttpHeaders.RETRY_AFTER, isStream ? "5" : "1");
			ProblemDocument.of(Problem.TOO_MANY_REQUESTS, detail(isStream, places.most())).writeTo(request, response);
		}
		else {
			try {
				chain.doFilter(request, response);
			}
			finally {
				places.free(user);
			}
		}
	}

	private static String detail(boolean isStream, int most) {
		return isStream ? "you may have " + most + " event streams open at once: close one, or poll the run itself"
				: "you may have " + most + " requests under way at once: try again when one is answered";
	}

}
