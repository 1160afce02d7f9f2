package io.ancho.run.problem;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/**
 * Problem documents.
 */
public final class Problems {

	private Problems() {
	}

	static ProblemDetail document(Problem problem, String detail) {
		ProblemDetail document = ProblemDetail.forStatusAndDetail(problem.status(), detail);
		document.setType(problem.type());
		document.setTitle(problem.title());
		return document;
	}

	static ProblemDetail document(ProblemException ex) {
		ProblemDetail document = document(ex.problem(), String.valueOf(ex.getMessage()));
		if (!ex.fields().isEmpty()) {
			document.setProperty("errors", ex.fields());
		}
		ex.more().forEach(document::setProperty);
		return document;
	}

	/**
	 * Answers with a problem where no controller is involved.
	 * @param response the response, not yet committed
	 * @param mapper the HTTP mapper
	 * @param problem the kind of problem
	 * @param detail what to do
	 * @throws IOException if the client has gone
	 */
	public static void write(HttpServletResponse response, JsonMapper mapper, Problem problem, String detail)
			throws IOException {
		response.setStatus(problem.status().value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		mapper.writeValue(response.getOutputStream(), document(problem, detail));
	}

}
