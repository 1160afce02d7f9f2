package io.ancho.jobs.summary;

import java.util.List;

import io.ancho.jobs.results.StoredValues;

/**
 * Sections that this process keeps by itself: so few that they need no task of Spark's,
 * and wait for no slot that a large run has taken.
 */
final class LocalSections implements SortedSections {

	private final List<SortedSection> sections;

	private final Cancellation cancellation;

	LocalSections(List<Section> sections, StoredValues results, List<Condition> conditions, boolean correlate,
			Cancellation cancellation) {
		this.cancellation = cancellation;
		this.sections = sections.stream().map((section) -> {
			cancellation.check();
			return SortedSection.read(section, results, conditions, correlate);
		}).toList();
	}

	@Override
	public <R> List<R> map(Pass<R> pass) {
		this.cancellation.check();
		return this.sections.stream().map(pass::of).toList();
	}

	@Override
	public <R> R reduce(Pass<R> pass, Sum<R> plus) {
		this.cancellation.check();
		return this.sections.stream().map(pass::of).reduce(plus).orElseThrow();
	}

	@Override
	public void close() {
		// Nothing but memory is held.
	}

}
