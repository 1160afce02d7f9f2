package io.ancho.gateway.limit;

import java.io.IOException;
import java.util.Locale;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemDocument;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too large: at once if they say so, else as soon as they are.
 * <p>
 * Refuses HTML forms as well. Nothing here takes one, and Tomcat would read its body as
 * parameters of the request.
 */
class BodyLimitFilter extends OncePerRequestFilter {

	private final LimitProperties limits;

	BodyLimitFilter(LimitProperties limits) {
		this.limits = limits;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
		DataSize limit = type.startsWith("multipart/") ? this.limits.upload() : this.limits.body();
		if (type.startsWith("application/x-www-form-urlencoded")) {
			ProblemDocument.of(Problem.UNSUPPORTED_MEDIA_TYPE, "send JSON or, to upload a model, multipart/form-data")
				.writeTo(request, response);
		}
		else if (request.getContentLengthLong() > limit.toBytes()) {
			ProblemDocument.of(Problem.TOO_LARGE, LimitedInputStream.message(limit)).writeTo(request, response);
		}
		else {
			chain.doFilter(new LimitedRequest(request, limit, new BodyRate(this.limits.rate(), this.limits.patience())),
					response);
		}
	}

}
