package io.ancho.gateway.problem;

/**
 * Ends a request with a problem. The message is the problem's detail: the client reads
 * it.
 */
public class ProblemException extends RuntimeException {

	private final transient Problem problem;

	public ProblemException(Problem problem, String detail) {
		super(detail);
		this.problem = problem;
	}

	public ProblemException(Problem problem, String detail, Throwable cause) {
		super(detail, cause);
		this.problem = problem;
	}

	/** The message with its cause in one line, for a log. */
	public String line() {
		return getMessage() + ((getCause() != null) ? " (" + getCause() + ")" : "");
	}

	Problem problem() {
		return this.problem;
	}

	public ProblemDocument document() {
		return ProblemDocument.of(this.problem, String.valueOf(getMessage()));
	}

}
