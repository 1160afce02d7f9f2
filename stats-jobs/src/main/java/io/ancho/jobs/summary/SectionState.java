package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.List;

import io.ancho.statistics.ColumnTotals;
import org.jspecify.annotations.Nullable;

/**
 * What one section contributes to the summary in the first pass.
 *
 * @param section the section
 * @param problem what is wrong with its results, or null if nothing is
 * @param failed how many of its sequences failed
 * @param totals the totals of each column
 * @param hits how many sequences met each of the run's targets; 0 for those that look at
 * other groups
 * @param complete the totals of each column over the rows where all are finite, or null
 * where they are not wanted
 */
record SectionState(Section section, @Nullable String problem, int failed, List<ColumnTotals> totals, List<Long> hits,
		@Nullable List<ColumnTotals> complete) implements Serializable {
}
