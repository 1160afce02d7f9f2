package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Exact order statistics of columns whose values never come to one place: the sections
 * send samples of their sorted values, which bound every rank, then the few values
 * between the bounds. Two passes, whatever the data.
 */
final class OrderStatistics {

	/**
	 * Sampled values on the driver at a time: 32 MiB, and as much again while merging.
	 */
	private static final long MOST_SAMPLES = 2_000_000;

	private final SortedSections data;

	OrderStatistics(SortedSections data) {
		this.data = data;
	}

	/**
	 * Selects values by rank.
	 * @param wanted the ranks wanted of each column, from 1 to its number of values
	 * @param sections how many sections each column has, and how many values each holds
	 * at most
	 * @return rank to value, for each column
	 */
	Map<Column, Map<Long, Double>> select(Map<Column, SortedSet<Long>> wanted, Map<Column, Long> samples) {
		Map<Column, Map<Long, Double>> selected = new HashMap<>();
		List<Column> batch = new ArrayList<>();
		long size = 0;
		for (Column column : wanted.keySet()) {
			long more = Objects.requireNonNull(samples.get(column));
			if (!batch.isEmpty() && size + more > MOST_SAMPLES) {
				selected.putAll(select(List.copyOf(batch), wanted));
				batch.clear();
				size = 0;
			}
			batch.add(column);
			size += more;
		}
		if (!batch.isEmpty()) {
			selected.putAll(select(List.copyOf(batch), wanted));
		}
		return selected;
	}

	private Map<Column, Map<Long, Double>> select(List<Column> columns, Map<Column, SortedSet<Long>> wanted) {
		List<@Nullable Sample[]> samples = this.data.map((section) -> columns.stream()
			.map((column) -> section.has(column) ? Sample.of(section.sorted(column)) : null)
			.toArray(Sample[]::new));
		Map<Column, SortedMap<Long, Bracket>> brackets = new LinkedHashMap<>();
		for (int i = 0; i < columns.size(); i++) {
			int index = i;
			List<Sample> own = samples.stream().map((all) -> all[index]).filter(Objects::nonNull).toList();
			SortedSet<Long> ranks = Objects.requireNonNull(wanted.get(columns.get(i)));
			brackets.put(columns.get(i), new Brackets(own).of(ranks));
		}
		return read(brackets);
	}

	private Map<Column, Map<Long, Double>> read(Map<Column, SortedMap<Long, Bracket>> brackets) {
		List<Open> open = brackets.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue()
				.values()
				.stream()
				.distinct()
				.filter((bracket) -> !bracket.isOneValue())
				.map((bracket) -> new Open(entry.getKey(), bracket)))
			.toList();
		Map<Open, Slice> slices = slices(open);
		Map<Column, Map<Long, Double>> values = new HashMap<>();
		brackets.forEach((column, ranks) -> {
			Map<Long, Double> own = new TreeMap<>();
			ranks
				.forEach((rank, bracket) -> own.put(rank, value(rank, bracket, slices.get(new Open(column, bracket)))));
			values.put(column, own);
		});
		return values;
	}

	private Map<Open, Slice> slices(List<Open> open) {
		if (open.isEmpty()) {
			return Map.of();
		}
		List<@Nullable Slice[]> parts = this.data.map((section) -> open.stream()
			.map((o) -> section.has(o.column()) ? Slice.of(section.sorted(o.column()), o.bracket()) : null)
			.toArray(Slice[]::new));
		Map<Open, Slice> slices = new HashMap<>();
		for (int i = 0; i < open.size(); i++) {
			int index = i;
			slices.put(open.get(i), merged(parts.stream().map((all) -> all[index]).filter(Objects::nonNull).toList()));
		}
		return slices;
	}

	private static Slice merged(Collection<Slice> slices) {
		double[] between = slices.stream()
			.flatMapToDouble((slice) -> Arrays.stream(slice.between()))
			.sorted()
			.toArray();
		return new Slice(slices.stream().mapToLong(Slice::upToLow).sum(), between);
	}

	private static double value(long rank, Bracket bracket, @Nullable Slice slice) {
		if (slice == null || rank <= slice.upToLow()) {
			return bracket.low();
		}
		long index = rank - slice.upToLow() - 1;
		return (index < slice.between().length) ? slice.between()[(int) index] : bracket.high();
	}

	/**
	 * A bracket that holds more than one value.
	 */
	private record Open(Column column, Bracket bracket) implements java.io.Serializable {
	}

}
