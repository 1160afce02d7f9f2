package io.ancho.scheduler.core;

import java.util.ArrayList;
import java.util.List;

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
	}

	public Ports {
		ranges = List.copyOf(ranges);
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
