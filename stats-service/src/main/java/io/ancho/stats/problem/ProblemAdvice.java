package io.ancho.stats.problem;

import java.util.stream.Collectors;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every failure with a problem document; but when part of an answer is out
 * already, the connection is cut, so that nobody takes a part for the whole.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

	@ExceptionHandler
	ResponseEntity<Object> problem(ProblemException ex, HttpServletResponse response) {
		return answer(ex, response, Problems.document(ex));
	}

	@ExceptionHandler({ AllNodesFailedException.class, DriverTimeoutException.class, CoordinatorException.class })
	ResponseEntity<Object> storeUnavailable(RuntimeException ex, HttpServletResponse response) {
		log.warn("Cassandra did not answer a request: {}", ex.toString());
		return answer(ex, response, Problems.document(Problem.UNAVAILABLE, "the store does not answer; try again"));
	}

	/** What Cassandra calls invalid is no outage. */
	@ExceptionHandler({ QueryValidationException.class, RuntimeException.class })
	ResponseEntity<Object> defect(RuntimeException ex, HttpServletResponse response) {
		log.error("A request failed by a defect", ex);
		return answer(ex, response, Problems.document(Problem.INTERNAL, "the log of stats-service says more"));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		String name = (ex.getPropertyName() != null) ? ex.getPropertyName() : "request";
		boolean digits = String.valueOf(ex.getValue()).matches("-?[0-9]+");
		String message = digits ? "is out of range" : "must be a whole number, not " + ex.getValue();
		return answer(Problems.document(ProblemException.invalid(name, message)));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(HttpMediaTypeNotAcceptableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String types = ex.getSupportedMediaTypes()
			.stream()
			.map(MediaType::toString)
			.distinct()
			.sorted()
			.collect(Collectors.joining(" or "));
		return answer(Problems.document(Problem.NOT_ACCEPTABLE,
				"Accept must allow " + (types.isEmpty() ? "a media type; it cannot be read" : types)));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Problem problem = Problem.ofStatus(status.value());
		String detail = (body instanceof ProblemDetail document && document.getDetail() != null) ? document.getDetail()
				: problem.title();
		HttpHeaders answered = new HttpHeaders(headers);
		answered.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return super.handleExceptionInternal(ex, Problems.document(problem, detail), answered, problem.status(),
				request);
	}

	private static ResponseEntity<Object> answer(RuntimeException ex, HttpServletResponse response,
			ProblemDetail document) {
		if (response.isCommitted()) {
			throw ex;
		}
		response.resetBuffer();
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
		return answer(document);
	}

	private static ResponseEntity<Object> answer(ProblemDetail document) {
		return ResponseEntity.status(document.getStatus())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(document);
	}

}
