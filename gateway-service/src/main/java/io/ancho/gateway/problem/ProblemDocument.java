package io.ancho.gateway.problem;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

/**
 * A problem as clients read it.
 *
 * @param type the stable name of the kind, a URN
 * @param title the kind in words
 * @param status the HTTP status
 * @param detail what happened this time, and what to do about it
 * @param errors the fields at fault; empty if it is not about fields
 */
public record ProblemDocument(String type, String title, int status, String detail,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

	/** The media type of the document. */
	public static final String MEDIA_TYPE = "application/problem+json";

	private static final JsonMapper json = new JsonMapper();

	public static ProblemDocument of(Problem problem, String detail) {
		return of(problem, problem.status(), detail, List.of());
	}

	static ProblemDocument of(Problem problem, int status, String detail, List<FieldError> errors) {
		return new ProblemDocument(problem.type(), problem.title(), status, detail, errors);
	}

	/** The fields at fault in one line. */
	static String detail(List<FieldError> errors) {
		return errors.stream().map((error) -> error.field() + ": " + error.message()).collect(Collectors.joining("; "));
	}

	/**
	 * Answers a request with this document. Nobody has read the request's body; if it has
	 * one, the connection ends with the answer.
	 * @param request the request
	 * @param response the response, which must not be committed
	 * @throws IOException if the client is gone
	 */
	public void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException {
		byte[] body = json.writeValueAsBytes(this);
		if (hasBody(request)) {
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
		response.setStatus(this.status);
		response.setContentType(MEDIA_TYPE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
		response.flushBuffer();
	}

	/** Goes by the headers as they are, which may be too malformed to be understood. */
	private static boolean hasBody(HttpServletRequest request) {
		String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
		return (length != null && !"0".equals(length)) || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	/**
	 * A field of the request that is at fault.
	 *
	 * @param field its name, as the client wrote it
	 * @param message what is wrong with it
	 */
	public record FieldError(String field, String message) {

	}

}
