package io.ancho.jobs.summary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import io.ancho.jobs.results.InvalidResultsException;
import io.ancho.jobs.results.StoredValues;
import io.ancho.statistics.ColumnTotals;
import org.jspecify.annotations.Nullable;

/**
 * A section as Spark keeps it between the passes: its state, and the finite values of its
 * columns in ascending order, from which order statistics and histograms are read off.
 */
final class SortedSection implements Serializable {

	private static final long serialVersionUID = 1;

	private final SectionState state;

	private final double[][] sorted;

	private final double @Nullable [][] completeRows;

	private SortedSection(SectionState state, double[][] sorted, double @Nullable [][] completeRows) {
		this.state = state;
		this.sorted = sorted;
		this.completeRows = completeRows;
	}

	static SortedSection read(Section section, StoredValues results, List<Condition> conditions, boolean correlate) {
		try {
			BitSet failed = results.failed(section.first(), section.count());
			double[][] columns = columns(section, results, failed);
			double[][] complete = (correlate && section.group().scalar()) ? CompleteRows.of(columns) : null;
			List<Long> hits = conditions.stream().map((condition) -> hits(section, condition, columns)).toList();
			List<ColumnTotals> totals = totals(columns);
			for (int c = 0; c < columns.length; c++) {
				columns[c] = sortedFinite(columns[c]);
			}
			List<ColumnTotals> ofComplete = (complete != null) ? totals(complete) : null;
			return new SortedSection(new SectionState(section, null, failed.cardinality(), totals, hits, ofComplete),
					columns, complete);
		}
		catch (InvalidResultsException ex) {
			return new SortedSection(new SectionState(section, ex.getMessage(), 0, List.of(), List.of(), null),
					new double[0][], null);
		}
	}

	SectionState state() {
		return this.state;
	}

	boolean has(Column column) {
		return column.group() == this.state.section().group().index();
	}

	/** The finite values of a column, ascending; none is a negative zero. */
	double[] sorted(Column column) {
		return sorted(column.index());
	}

	double[] sorted(int column) {
		return this.sorted[column];
	}

	/** The columns over the rows where all are finite, or null where not wanted. */
	double @Nullable [][] completeRows() {
		return this.completeRows;
	}

	private static List<ColumnTotals> totals(double[][] columns) {
		return Arrays.stream(columns).map(ColumnTotals::of).toList();
	}

	private static long hits(Section section, Condition condition, double[][] columns) {
		Column column = condition.column();
		return (column.group() == section.group().index()) ? condition.hits(columns[column.index()]) : 0;
	}

	/** Zeros lose their sign: negative ones sort differently in every language. */
	private static double[][] columns(Section section, StoredValues results, BitSet failed) {
		Group group = section.group();
		double[][] columns = new double[group.columns()][];
		int next = 0;
		for (String output : group.outputs()) {
			double[] values = results.values(output, group.width(), section.first(), section.count());
			Arrays.setAll(values, (i) -> values[i] + 0.0);
			for (int element = 0; element < group.width(); element++) {
				columns[next++] = column(values, group.width(), element, section.count(), failed);
			}
		}
		return columns;
	}

	private static double[] column(double[] values, int width, int element, int count, BitSet failed) {
		if (width == 1 && failed.isEmpty()) {
			return values;
		}
		double[] column = new double[count - failed.cardinality()];
		int next = 0;
		for (int i = failed.nextClearBit(0); i < count; i = failed.nextClearBit(i + 1)) {
			column[next++] = values[i * width + element];
		}
		return column;
	}

	private static double[] sortedFinite(double[] column) {
		double[] finite = column;
		int n = 0;
		while (n < column.length && Double.isFinite(column[n])) {
			n++;
		}
		if (n < column.length) {
			finite = Arrays.stream(column).filter(Double::isFinite).toArray();
		}
		Arrays.sort(finite);
		return finite;
	}

}
