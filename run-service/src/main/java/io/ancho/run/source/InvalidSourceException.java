package io.ancho.run.source;

import java.util.List;

import io.ancho.run.problem.FieldProblem;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;

/**
 * A source that does not give a model; the message names its field and says what to
 * change.
 */
public class InvalidSourceException extends ProblemException {

	/**
	 * What is wrong with a source.
	 * @param field its field, such as {@code git.ref}
	 * @param message what is wrong with it, without its name
	 */
	public InvalidSourceException(String field, String message) {
		super(Problem.INVALID_MODEL, List.of(new FieldProblem(field, message)));
	}

}
