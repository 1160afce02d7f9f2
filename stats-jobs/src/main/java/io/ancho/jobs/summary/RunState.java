package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.ancho.jobs.results.InvalidResultsException;
import io.ancho.statistics.Moments;
import org.jspecify.annotations.Nullable;

/**
 * The states of all sections together.
 *
 * @param failed how many sequences failed
 * @param moments the moments of each column of each group
 * @param hits how many sequences met each target
 * @param sections how many sections each group has
 * @param coMoments the scalars' products, or null where they were not wanted
 */
record RunState(long failed, List<List<Moments>> moments, List<Long> hits, List<List<Section>> sections,
		@Nullable CoMoments coMoments) {

	/**
	 * Merges states in their order, the order of the buckets.
	 * @throws InvalidResultsException if one of them has a problem: the first
	 */
	static RunState merged(List<Group> groups, int targets, List<SectionState> states) {
		List<List<Moments>> moments = new ArrayList<>();
		List<List<Section>> sections = new ArrayList<>();
		for (Group group : groups) {
			moments.add(new ArrayList<>(Collections.nCopies(group.columns(), Moments.empty())));
			sections.add(new ArrayList<>());
		}
		Long[] hits = new Long[targets];
		Arrays.fill(hits, 0L);
		long failed = 0;
		CoMoments coMoments = null;
		for (SectionState state : states) {
			if (state.problem() != null) {
				throw new InvalidResultsException(state.problem());
			}
			int group = state.section().group().index();
			failed += (group == 0) ? state.failed() : 0;
			sections.get(group).add(state.section());
			merge(moments.get(group), state.moments());
			Arrays.setAll(hits, (i) -> hits[i] + state.hits().get(i));
			if (state.coMoments() != null) {
				coMoments = (coMoments != null) ? coMoments.merge(state.coMoments()) : state.coMoments();
			}
		}
		return new RunState(failed, moments, List.of(hits), sections, coMoments);
	}

	private static void merge(List<Moments> whole, List<Moments> part) {
		for (int column = 0; column < part.size(); column++) {
			whole.set(column, whole.get(column).merge(part.get(column)));
		}
	}

	Moments moments(Column column) {
		return this.moments.get(column.group()).get(column.index());
	}

	/** How many values of a column the sections' samples hold. */
	long samples(Column column) {
		return this.sections.get(column.group()).stream().mapToLong((section) -> Sample.size(section.count())).sum();
	}

}
