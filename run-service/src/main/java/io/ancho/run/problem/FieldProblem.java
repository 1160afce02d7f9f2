package io.ancho.run.problem;

/**
 * What is wrong with one field.
 *
 * @param field its path in the request, such as {@code targets[0].op}
 * @param message what is wrong with it, without its name
 */
public record FieldProblem(String field, String message) {

	@Override
	public String toString() {
		return this.field + ": " + this.message;
	}

}
