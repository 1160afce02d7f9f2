package io.ancho.run.problem;

import com.datastax.oss.driver.api.core.DriverException;
import io.ancho.leadership.NotLeadingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every failure with a problem document, whatever the client accepts.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

	@ExceptionHandler
	ResponseEntity<Object> problem(ProblemException ex) {
		return answer(ex.problem(), Problems.document(ex));
	}

	@ExceptionHandler
	ResponseEntity<Object> damagedUpload(MultipartException ex) {
		return answer(Problem.INVALID_REQUEST, "the multipart body cannot be read");
	}

	@ExceptionHandler
	ResponseEntity<Object> store(DriverException ex) {
		if (!Outages.isOutage(ex)) {
			return defect(ex);
		}
		log.warn("Cassandra did not answer a request: {}", ex.toString());
		return answer(Problem.UNAVAILABLE, "the store does not answer; try again");
	}

	/** What was begun is stored by whoever leads, or by nobody. */
	@ExceptionHandler
	ResponseEntity<Object> notLeading(NotLeadingException ex) {
		return answer(Problem.UNAVAILABLE, "another instance of run-service leads now; try again");
	}

	@ExceptionHandler
	ResponseEntity<Object> defect(RuntimeException ex) {
		log.error("A request failed by a defect", ex);
		return answer(Problem.INTERNAL, "the log of run-service says more");
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		ProblemDetail document = Problems.document(FrameworkProblems.of(ex, status.value()));
		HttpHeaders answered = new HttpHeaders(headers);
		answered.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return super.handleExceptionInternal(ex, document, answered, HttpStatusCode.valueOf(document.getStatus()),
				request);
	}

	private static ResponseEntity<Object> answer(Problem problem, String detail) {
		return answer(problem, Problems.document(problem, detail));
	}

	private static ResponseEntity<Object> answer(Problem problem, ProblemDetail document) {
		return ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(document);
	}

}
