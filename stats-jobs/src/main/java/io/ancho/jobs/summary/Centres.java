package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import io.ancho.statistics.Centre;
import io.ancho.statistics.PowerSums;
import io.ancho.statistics.ProductSums;
import org.jspecify.annotations.Nullable;

/**
 * The means that the second pass takes deviations from.
 *
 * @param columns the centre of each column of each group
 * @param complete the centres of the scalars over the rows where all are finite, or null
 * where there are no matrices
 */
record Centres(List<List<Centre>> columns, @Nullable List<Centre> complete) implements Serializable {

	SectionSums sums(SortedSection section) {
		int own = section.state().section().group().index();
		List<List<PowerSums>> powers = new ArrayList<>();
		for (int group = 0; group < this.columns.size(); group++) {
			powers.add((group == own) ? powers(section, this.columns.get(group)) : List.of());
		}
		return new SectionSums(powers, products(section.completeRows(), this.complete));
	}

	private static @Nullable ProductSums products(double @Nullable [][] rows, @Nullable List<Centre> centres) {
		return (rows != null && centres != null && rows[0].length > 0) ? ProductSums.of(rows, centres) : null;
	}

	private static List<PowerSums> powers(SortedSection section, List<Centre> centres) {
		List<PowerSums> powers = new ArrayList<>();
		for (int column = 0; column < centres.size(); column++) {
			powers.add(PowerSums.of(section.sorted(column), centres.get(column)));
		}
		return powers;
	}

}
