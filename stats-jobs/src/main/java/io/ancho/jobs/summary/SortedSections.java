package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A run's sections, read once and looked at in passes, wherever they are kept.
 */
interface SortedSections extends AutoCloseable {

	/**
	 * Looks at every section.
	 * @param <R> what is seen of one
	 * @param pass what to look for
	 * @return what was seen, in the order of the sections
	 * @throws java.util.concurrent.CancellationException if nobody wants to know any more
	 */
	<R> List<R> map(Pass<R> pass);

	/**
	 * Adds up what is seen of the sections.
	 * @param <R> what is seen of one
	 * @param pass what to look for
	 * @param plus adds two, in any order with the same result
	 * @return the sum
	 * @throws java.util.concurrent.CancellationException if nobody wants to know any more
	 */
	<R> R reduce(Pass<R> pass, Sum<R> plus);

	@Override
	void close();

	/**
	 * A look at one section, taken where the section is.
	 *
	 * @param <R> what is seen
	 */
	@FunctionalInterface
	interface Pass<R> extends Serializable {

		R of(SortedSection section);

	}

	/**
	 * Adds what was seen of two sections.
	 *
	 * @param <R> what was seen
	 */
	@FunctionalInterface
	interface Sum<R> extends BinaryOperator<R>, Serializable {

	}

}
