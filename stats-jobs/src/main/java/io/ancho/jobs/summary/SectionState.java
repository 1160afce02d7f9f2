package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.List;

import io.ancho.statistics.Moments;
import org.jspecify.annotations.Nullable;

/**
 * What one section contributes to the summary.
 *
 * @param section the section
 * @param problem what is wrong with its results, or null if nothing is
 * @param failed how many of its sequences failed
 * @param moments the moments of each column
 * @param hits how many sequences met each of the run's targets; 0 for those that look at
 * other groups
 * @param coMoments the scalars' products, or null where they are not wanted
 */
record SectionState(Section section, @Nullable String problem, int failed, List<Moments> moments, List<Long> hits,
		@Nullable CoMoments coMoments) implements Serializable {
}
