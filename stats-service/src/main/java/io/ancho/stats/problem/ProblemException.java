package io.ancho.stats.problem;

import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be fulfilled, for a reason the client can understand. The message
 * is shown to the client.
 */
public final class ProblemException extends RuntimeException {

	private final Problem problem;

	private final @Nullable String field;

	/**
	 * A problem of no parameter in particular.
	 * @param problem its kind
	 * @param detail what happened, to what, and what to do
	 */
	public ProblemException(Problem problem, String detail) {
		super(detail);
		this.problem = problem;
		this.field = null;
	}

	private ProblemException(String field, String message) {
		super(message);
		this.problem = Problem.INVALID_REQUEST;
		this.field = field;
	}

	/**
	 * A parameter that is not valid.
	 * @param field its name
	 * @param message what is wrong with it, without its name
	 * @return an exception that names it
	 */
	public static ProblemException invalid(String field, String message) {
		return new ProblemException(field, message);
	}

	/**
	 * Something that does not exist for this user.
	 * @param what such as {@code run 5b9f…}
	 * @return an exception that says so
	 */
	public static ProblemException notFound(String what) {
		return new ProblemException(Problem.NOT_FOUND, "there is no " + what);
	}

	/**
	 * The kind of problem.
	 * @return never null
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * The parameter it is about.
	 * @return its name, or null if it is about none
	 */
	public @Nullable String field() {
		return this.field;
	}

}
