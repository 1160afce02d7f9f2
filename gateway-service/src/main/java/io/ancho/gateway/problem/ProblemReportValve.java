package io.ancho.gateway.problem;

import java.io.IOException;
import java.util.List;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's own errors as problem details: requests too malformed to reach the
 * application, and whatever escapes from it. Tomcat makes the instance, hence the public
 * class.
 */
public class ProblemReportValve extends ErrorReportValve {

	private static final Logger logger = LoggerFactory.getLogger(ProblemReportValve.class);

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		int status = response.getStatus();
		if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		try {
			document(status).writeTo(request, response);
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("The client did not take the answer {}", status, ex);
		}
	}

	private static ProblemDocument document(int status) {
		Problem problem = Problem.of(status);
		return ProblemDocument.of(problem, status, detail(problem), List.of());
	}

	private static String detail(Problem problem) {
		return switch (problem) {
			case INVALID_REQUEST -> "the request could not be read: check its path, its query and its headers";
			case TOO_SLOW -> "the request came too slowly";
			case METHOD_NOT_ALLOWED -> "no path of this service has that method";
			case INTERNAL -> "the gateway's log says more";
			case UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, NOT_ACCEPTABLE, CONFLICT, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE,
					TOO_MANY_REQUESTS, UNAVAILABLE ->
				problem.title();
		};
	}

}
