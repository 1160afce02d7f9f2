package io.ancho.scheduler.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ports of an offer.
 *
 * @param ranges the ranges, in the offer's order
 */
public record Ports(List<Range> ranges) {

	/** No port. */
	public static final Ports NONE = new Ports(List.of());

	/**
	 * A range of ports.
	 *
	 * @param begin the first
	 * @param end the last
	 */
	public record Range(int begin, int end) {

		private Stream<Range> common(Range other) {
			Range both = new Range(Math.max(this.begin, other.begin), Math.min(this.end, other.end));
			return Stream.of(both).filter((range) -> range.begin <= range.end);
		}

		/** What is left and right of another range. */
		private Stream<Range> without(Range other) {
			Range below = new Range(this.begin, Math.min(this.end, other.begin - 1));
			Range above = new Range(Math.max(this.begin, other.end + 1), this.end);
			return Stream.of(below, above).filter((range) -> range.begin <= range.end);
		}

	}

	public Ports {
		ranges = List.copyOf(ranges);
	}

	/**
	 * These ports but for a range.
	 * @param range the ports to leave out
	 * @return the others, in the same order
	 */
	public Ports without(Range range) {
		return new Ports(this.ranges.stream().flatMap((each) -> each.without(range)).toList());
	}

	/**
	 * These ports as far as they are in some ranges.
	 * @param allowed the ranges
	 * @return what both have, in these ports' order
	 */
	public Ports within(List<Range> allowed) {
		return new Ports(this.ranges.stream()
			.flatMap((each) -> allowed.stream().flatMap((range) -> each.common(range)))
			.toList());
	}

	boolean isEmpty() {
		return this.ranges.isEmpty();
	}

	int first() {
		return this.ranges.get(0).begin();
	}

	Ports withoutFirst() {
		List<Range> rest = new ArrayList<>(this.ranges);
		Range range = rest.remove(0);
		if (range.begin() < range.end()) {
			rest.add(0, new Range(range.begin() + 1, range.end()));
		}
		return new Ports(rest);
	}

	Ports plus(Ports other) {
		List<Range> all = new ArrayList<>(this.ranges);
		all.addAll(other.ranges);
		return new Ports(all);
	}

}
