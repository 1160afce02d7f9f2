package io.ancho.gateway.access;

import java.io.IOException;

import io.ancho.gateway.problem.Problem;
import io.ancho.gateway.problem.ProblemDocument;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * The ways to say no, each with the challenge of RFC 6750.
 */
final class Refusals {

	private static final String REALM = "Bearer realm=\"ancho\"";

	private Refusals() {
	}

	static void noToken(HttpServletRequest request, HttpServletResponse response) throws IOException {
		refuse(request, response, REALM, Problem.UNAUTHENTICATED, "send an API token as Authorization: Bearer <token>");
	}

	static void invalidToken(HttpServletRequest request, HttpServletResponse response) throws IOException {
		refuse(request, response, REALM + ", error=\"invalid_token\"", Problem.UNAUTHENTICATED,
				"the API token is unknown, expired or deleted");
	}

	static void missingScope(HttpServletRequest request, HttpServletResponse response, String scope)
			throws IOException {
		refuse(request, response, REALM + ", error=\"insufficient_scope\", scope=\"" + scope + "\"", Problem.FORBIDDEN,
				"this needs an API token with the scope " + scope);
	}

	private static void refuse(HttpServletRequest request, HttpServletResponse response, String challenge,
			Problem problem, String detail) throws IOException {
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
		ProblemDocument.of(problem, detail).writeTo(request, response);
	}

}
