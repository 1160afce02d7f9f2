package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bounds on the ranks of a column's sampled values, from which follows between which two
 * of them an order statistic lies. What lies strictly between is at most a few strides of
 * every section.
 */
final class Brackets {

	private final List<Bound> bounds = new ArrayList<>();

	Brackets(Collection<Sample> samples) {
		List<Point> points = new ArrayList<>();
		for (Sample sample : samples) {
			for (int i = 0; i < sample.values().length; i++) {
				points.add(new Point(sample.values()[i], sample.upTo(i), sample.from(i)));
			}
		}
		points.sort(Comparator.comparingDouble(Point::value));
		long atMostBelow = 0;
		long atLeastUpTo = 0;
		for (int i = 0; i < points.size();) {
			double value = points.get(i).value();
			long below = atMostBelow;
			for (; i < points.size() && Double.compare(points.get(i).value(), value) == 0; i++) {
				atLeastUpTo += points.get(i).upTo();
				atMostBelow += points.get(i).from();
			}
			this.bounds.add(new Bound(value, below, atLeastUpTo));
		}
	}

	/**
	 * The brackets of some ranks.
	 * @param ranks ranks from 1 to the number of values
	 * @return rank to bracket; those that overlapped have become one
	 */
	SortedMap<Long, Bracket> of(Collection<Long> ranks) {
		SortedMap<Long, Bracket> brackets = new TreeMap<>();
		ranks.forEach((rank) -> brackets.put(rank, of(rank)));
		List<Long> together = new ArrayList<>();
		Bracket union = null;
		for (var entry : List.copyOf(brackets.entrySet())) {
			if (union == null || !union.overlaps(entry.getValue())) {
				together.clear();
				union = entry.getValue();
			}
			union = union.union(entry.getValue());
			together.add(entry.getKey());
			for (Long rank : together) {
				brackets.put(rank, union);
			}
		}
		return brackets;
	}

	private Bracket of(long rank) {
		int low = first((bound) -> bound.atMostBelow() > rank - 1) - 1;
		int high = first((bound) -> bound.atLeastUpTo() >= rank);
		return new Bracket(this.bounds.get(low).value(), this.bounds.get(high).value());
	}

	/** The first bound from which on a condition holds. */
	private int first(java.util.function.Predicate<Bound> condition) {
		int low = 0;
		int high = this.bounds.size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (condition.test(this.bounds.get(middle))) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

	private record Point(double value, int upTo, int from) {
	}

	private record Bound(double value, long atMostBelow, long atLeastUpTo) {
	}

}
