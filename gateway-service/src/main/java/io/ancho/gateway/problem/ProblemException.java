package io.ancho.gateway.problem;

import java.util.List;

import io.ancho.gateway.problem.ProblemDocument.FieldError;

/**
 * Ends a request with a problem. The message is the problem's detail: the client reads
 * it.
 */
public class ProblemException extends RuntimeException {

	private final transient Problem problem;

	private final transient List<FieldError> errors;

	public ProblemException(Problem problem, String detail) {
		super(detail);
		this.problem = problem;
		this.errors = List.of();
	}

	private ProblemException(List<FieldError> errors) {
		super(ProblemDocument.detail(errors));
		this.problem = Problem.INVALID_REQUEST;
		this.errors = List.copyOf(errors);
	}

	/**
	 * A request with fields that are wrong.
	 * @param errors at least one
	 * @return an exception that names them all
	 */
	public static ProblemException invalid(List<FieldError> errors) {
		return new ProblemException(errors);
	}

	public ProblemException(Problem problem, String detail, Throwable cause) {
		super(detail, cause);
		this.problem = problem;
		this.errors = List.of();
	}

	/** The message with its cause in one line, for a log. */
	public String line() {
		return getMessage() + ((getCause() != null) ? " (" + getCause() + ")" : "");
	}

	Problem problem() {
		return this.problem;
	}

	public ProblemDocument document() {
		return ProblemDocument.of(this.problem, this.problem.status(), String.valueOf(getMessage()), this.errors);
	}

}
