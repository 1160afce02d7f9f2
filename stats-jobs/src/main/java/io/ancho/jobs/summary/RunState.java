package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.ancho.jobs.results.InvalidResultsException;
import io.ancho.statistics.Centre;
import io.ancho.statistics.ColumnTotals;
import org.jspecify.annotations.Nullable;

/**
 * The states of all sections together.
 *
 * @param failed how many sequences failed
 * @param totals the totals of each column of each group
 * @param hits how many sequences met each target
 * @param sections how many sections each group has
 * @param complete the scalars' totals over the rows where all are finite, or null where
 * they were not wanted
 */
record RunState(long failed, List<List<ColumnTotals>> totals, List<Long> hits, List<List<Section>> sections,
		@Nullable List<ColumnTotals> complete) {

	/**
	 * Merges states.
	 * @throws InvalidResultsException if one of them has a problem: the first
	 */
	static RunState merged(List<Group> groups, int targets, List<SectionState> states) {
		List<List<ColumnTotals>> totals = new ArrayList<>();
		List<List<Section>> sections = new ArrayList<>();
		for (Group group : groups) {
			totals.add(new ArrayList<>(Collections.nCopies(group.columns(), ColumnTotals.NOTHING)));
			sections.add(new ArrayList<>());
		}
		Long[] hits = new Long[targets];
		Arrays.fill(hits, 0L);
		long failed = 0;
		List<ColumnTotals> complete = null;
		for (SectionState state : states) {
			if (state.problem() != null) {
				throw new InvalidResultsException(state.problem());
			}
			int group = state.section().group().index();
			failed += (group == 0) ? state.failed() : 0;
			sections.get(group).add(state.section());
			merge(totals.get(group), state.totals());
			Arrays.setAll(hits, (i) -> hits[i] + state.hits().get(i));
			if (state.complete() != null) {
				complete = (complete != null) ? complete
						: new ArrayList<>(Collections.nCopies(state.complete().size(), ColumnTotals.NOTHING));
				merge(complete, state.complete());
			}
		}
		return new RunState(failed, totals, List.of(hits), sections, complete);
	}

	private static void merge(List<ColumnTotals> whole, List<ColumnTotals> part) {
		for (int column = 0; column < part.size(); column++) {
			whole.set(column, whole.get(column).plus(part.get(column)));
		}
	}

	ColumnTotals totals(Column column) {
		return this.totals.get(column.group()).get(column.index());
	}

	Centres centres() {
		return new Centres(this.totals.stream().map(RunState::centres).toList(),
				(this.complete != null) ? centres(this.complete) : null);
	}

	private static List<Centre> centres(List<ColumnTotals> totals) {
		return totals.stream().map(ColumnTotals::centre).toList();
	}

	/** How many values of a column the sections' samples hold. */
	long samples(Column column) {
		return this.sections.get(column.group()).stream().mapToLong((section) -> Sample.size(section.count())).sum();
	}

}
