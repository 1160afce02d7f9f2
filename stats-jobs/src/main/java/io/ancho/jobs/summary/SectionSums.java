package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import io.ancho.statistics.PowerSums;
import io.ancho.statistics.ProductSums;
import org.jspecify.annotations.Nullable;

/**
 * What sections contribute to the summary in the second pass, once the means are known.
 *
 * @param powers for each group the sums of powers of each of its columns, or an empty
 * list where no section was of it
 * @param products the sums of products of the scalars, or null where no section had them
 */
record SectionSums(List<List<PowerSums>> powers, @Nullable ProductSums products) implements Serializable {

	SectionSums plus(SectionSums other) {
		List<List<PowerSums>> sums = new ArrayList<>();
		for (int group = 0; group < this.powers.size(); group++) {
			sums.add(sum(this.powers.get(group), other.powers.get(group)));
		}
		return new SectionSums(sums, sum(this.products, other.products));
	}

	private static List<PowerSums> sum(List<PowerSums> a, List<PowerSums> b) {
		if (a.isEmpty() || b.isEmpty()) {
			return a.isEmpty() ? b : a;
		}
		List<PowerSums> sum = new ArrayList<>();
		for (int column = 0; column < a.size(); column++) {
			sum.add(a.get(column).plus(b.get(column)));
		}
		return sum;
	}

	private static @Nullable ProductSums sum(@Nullable ProductSums a, @Nullable ProductSums b) {
		if (a == null || b == null) {
			return (a != null) ? a : b;
		}
		return a.plus(b);
	}

}
