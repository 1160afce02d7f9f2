package io.ancho.gateway.problem;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import io.ancho.gateway.problem.ProblemDocument.FieldError;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Maps what fails inside Spring MVC to problem details.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Logger problems = LoggerFactory.getLogger(ProblemAdvice.class);

	@ExceptionHandler
	ResponseEntity<Object> failed(ProblemException ex) {
		HttpHeaders headers = new HttpHeaders();
		if (ex.problem() == Problem.UNAVAILABLE) {
			problems.warn("{}", ex.line());
			headers.set(HttpHeaders.RETRY_AFTER, "2");
		}
		return answer(ex.document(), headers);
	}

	/** Tomcat reads a query when it is first asked for a parameter. */
	@ExceptionHandler
	ResponseEntity<Object> malformedQuery(InvalidParameterException ex) {
		return answer(ProblemDocument.of(Problem.INVALID_REQUEST, "the query is malformed"), new HttpHeaders());
	}

	@Override
	protected ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<FieldError> errors = ex.getFieldErrors()
			.stream()
			.map((error) -> new FieldError(snakeCase(error.getField()), String.valueOf(error.getDefaultMessage())))
			.sorted(Comparator.comparing(FieldError::field))
			.toList();
		return invalid(errors, headers);
	}

	@Override
	protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (ex.getMostSpecificCause() instanceof ProblemException cause) {
			return failed(cause);
		}
		if (ex.getCause() instanceof DatabindException cause && !cause.getPath().isEmpty()) {
			return invalid(List.of(new FieldError(path(cause), reason(cause))), headers);
		}
		return answer(ProblemDocument.of(Problem.INVALID_REQUEST, "the body is missing or is not a JSON object"),
				headers);
	}

	@Override
	protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(HttpRequestMethodNotSupportedException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String allowed = String.join(", ",
				Objects.requireNonNullElse(ex.getSupportedMethods(), new String[] { "none" }));
		return answer(ProblemDocument.of(Problem.METHOD_NOT_ALLOWED,
				ex.getMethod() + " is not possible here; possible: " + allowed), headers);
	}

	@Override
	protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(HttpMediaTypeNotSupportedException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return answer(ProblemDocument.of(Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json"),
				headers);
	}

	@Override
	protected ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(HttpMediaTypeNotAcceptableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return answer(ProblemDocument.of(Problem.NOT_ACCEPTABLE, "Accept must allow application/json"), headers);
	}

	@Override
	protected ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		return answer(ProblemDocument.of(Problem.NOT_FOUND, "there is nothing at /" + ex.getResourcePath()), headers);
	}

	@Override
	protected ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		String detail = (ex instanceof ErrorResponse error && error.getBody().getDetail() != null)
				? error.getBody().getDetail() : Problem.of(status.value()).title();
		return answer(ProblemDocument.of(Problem.of(status.value()), status.value(), detail, List.of()), headers);
	}

	private static ResponseEntity<Object> invalid(List<FieldError> errors, HttpHeaders headers) {
		return answer(ProblemDocument.of(Problem.INVALID_REQUEST, Problem.INVALID_REQUEST.status(),
				ProblemDocument.detail(errors), errors), headers);
	}

	private static ResponseEntity<Object> answer(ProblemDocument document, HttpHeaders headers) {
		return ResponseEntity.status(document.status())
			.headers(headers)
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(document);
	}

	private static String path(DatabindException ex) {
		return ex.getPath()
			.stream()
			.map((part) -> (part.getPropertyName() != null) ? "." + part.getPropertyName()
					: "[" + part.getIndex() + "]")
			.collect(Collectors.joining())
			.substring(1);
	}

	private static String reason(DatabindException ex) {
		if (ex instanceof UnrecognizedPropertyException) {
			return "is not a field of this request";
		}
		Class<?> wanted = (ex instanceof InvalidFormatException format) ? format.getTargetType() : Object.class;
		return wanted.isEnum() ? "must be one of " + Arrays.stream(wanted.getEnumConstants())
			.map((one) -> one.toString())
			.collect(Collectors.joining(", ")) : "has a value of the wrong kind";
	}

	private static String snakeCase(String field) {
		return field.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
	}

}
