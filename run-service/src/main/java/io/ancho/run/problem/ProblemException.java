package io.ancho.run.problem;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request that cannot be fulfilled, for a reason the client can understand. The message
 * is shown to the client.
 */
public class ProblemException extends RuntimeException {

	private final Problem problem;

	private final transient List<FieldProblem> fields;

	private final transient Map<String, Object> more;

	/**
	 * A problem of no field in particular.
	 * @param problem its kind
	 * @param detail what happened, to what, and what to do
	 */
	public ProblemException(Problem problem, String detail) {
		this(problem, detail, Map.of());
	}

	/**
	 * A problem of which there is more to say than words.
	 * @param problem its kind
	 * @param detail what happened, to what, and what to do
	 * @param more further members of the problem document
	 */
	protected ProblemException(Problem problem, String detail, Map<String, Object> more) {
		super(detail);
		this.problem = problem;
		this.fields = List.of();
		this.more = Map.copyOf(more);
	}

	/**
	 * A problem with fields.
	 * @param problem its kind
	 * @param fields at least one
	 */
	protected ProblemException(Problem problem, List<FieldProblem> fields) {
		super(fields.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")));
		this.problem = problem;
		this.fields = List.copyOf(fields);
		this.more = Map.of();
	}

	/**
	 * A request with fields that are not valid.
	 * @param fields at least one
	 * @return an exception that names them all
	 */
	public static ProblemException invalid(List<FieldProblem> fields) {
		return new ProblemException(Problem.INVALID_REQUEST, fields);
	}

	/**
	 * A request with one field that is not valid.
	 * @param field its path
	 * @param message what is wrong with it
	 * @return an exception that names it
	 */
	public static ProblemException invalid(String field, String message) {
		return new ProblemException(Problem.INVALID_REQUEST, List.of(new FieldProblem(field, message)));
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

	/** Further members of the problem document. */
	Map<String, Object> more() {
		return this.more;
	}

	/**
	 * The fields that are wrong.
	 * @return empty unless the problem is with fields
	 */
	public List<FieldProblem> fields() {
		return this.fields;
	}

}
