package io.ancho.run.model;

import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;

/**
 * An archive that is not a model; the message says what to change.
 */
class InvalidModelException extends ProblemException {

	InvalidModelException(String detail) {
		super(Problem.INVALID_MODEL, detail);
	}

}
