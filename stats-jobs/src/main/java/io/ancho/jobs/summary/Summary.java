package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ancho.events.Output;
import io.ancho.jobs.results.InvalidResultsException;
import io.ancho.statistics.ColumnMoments;
import io.ancho.statistics.ColumnTotals;
import io.ancho.statistics.Dependence;
import io.ancho.statistics.Histogram;
import io.ancho.statistics.ProductSums;
import org.jspecify.annotations.Nullable;

/**
 * One run's summary in the making, once the sections' states are merged.
 */
final class Summary {

	/**
	 * A longer vector's elements get no histograms: the document would grow too large.
	 */
	private static final int MOST_ELEMENTS_WITH_HISTOGRAM = 64;

	private static final int MOST_HISTOGRAMS = 256;

	private final Request request;

	private final Columns columns;

	private final SortedSections data;

	private final RunState state;

	Summary(Request request, Columns columns, SortedSections data, RunState state) {
		this.request = request;
		this.columns = columns;
		this.data = data;
		this.state = state;
	}

	Map<String, @Nullable Object> document(List<Condition> conditions) {
		long succeeded = this.request.sequences() - this.state.failed();
		if (succeeded == 0) {
			throw new InvalidResultsException("no sequence succeeded");
		}
		Centres centres = this.state.centres();
		SectionSums sums = this.data.reduce(centres::sums, SectionSums::plus);
		Map<Column, ColumnFigures> figures = figures(sums);
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put("sequences", this.request.sequences());
		document.put("failed", this.state.failed());
		Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
		for (Output output : this.request.outputs()) {
			outputs.put(output.name(), document(output, figures));
		}
		document.put("outputs", outputs);
		document.put("targets", Document.targets(this.request.targets(), this.state.hits(), trials(conditions)));
		Matrices matrices = matrices(sums, figures);
		document.put("correlation", matrix(matrices, Matrices::correlation));
		document.put("covariance", matrix(matrices, Matrices::covariance));
		return document;
	}

	/** How many values each target's condition was put to: those that are numbers. */
	private List<Long> trials(List<Condition> conditions) {
		return conditions.stream().map((condition) -> this.state.totals(condition.column()).numbers()).toList();
	}

	private Map<String, @Nullable Object> document(Output output, Map<Column, ColumnFigures> figures) {
		List<ColumnFigures> own = this.columns.of(output).stream().map((column) -> of(column, figures)).toList();
		return (output.length() == null) ? Document.scalar(own.get(0), this.request.quantiles())
				: Document.vector(output, own, this.request.quantiles(), withHistogram().contains(output));
	}

	/** Null where no output is a scalar, or too many are. */
	private @Nullable Matrices matrices(SectionSums sums, Map<Column, ColumnFigures> figures) {
		if (!this.columns.haveOneScalarGroup()) {
			return null;
		}
		List<ColumnMoments> moments = IntStream.range(0, this.columns.groups().get(0).columns())
			.mapToObj((index) -> of(new Column(0, index), figures).moments())
			.toList();
		if (moments.size() == 1) {
			return Matrices.of(moments.get(0));
		}
		ProductSums products = sums.products();
		List<ColumnTotals> complete = Objects.requireNonNull(this.state.complete());
		return Matrices.of(moments, complete, (products != null)
				? new Dependence(products, complete.stream().map(ColumnTotals::centre).toList()) : null);
	}

	private @Nullable Object matrix(@Nullable Matrices matrices, Function<Matrices, double[][]> figure) {
		return (matrices != null)
				? Document.matrix(this.columns.groups().get(0).outputs(), matrices.count(), figure.apply(matrices))
				: null;
	}

	private Map<Column, ColumnFigures> figures(SectionSums sums) {
		Map<Column, SortedSet<Long>> ranks = new LinkedHashMap<>();
		Map<Column, Long> samples = new LinkedHashMap<>();
		for (Output output : this.request.outputs()) {
			for (Column column : this.columns.of(output)) {
				ranks.put(column, ColumnFigures.ranks(this.state.totals(column), this.request.quantiles(),
						output.length() == null));
				samples.put(column, this.state.samples(column));
			}
		}
		Map<Column, Map<Long, Double>> selected = new OrderStatistics(this.data).select(ranks, samples);
		Map<Column, ColumnFigures> figures = new LinkedHashMap<>();
		selected.forEach((column, values) -> figures.put(column, new ColumnFigures(moments(column, sums), values)));
		countHistograms(figures);
		return figures;
	}

	private ColumnMoments moments(Column column, SectionSums sums) {
		return new ColumnMoments(this.state.totals(column), sums.powers().get(column.group()).get(column.index()));
	}

	private void countHistograms(Map<Column, ColumnFigures> figures) {
		List<Bins> bins = withHistogram().stream()
			.flatMap((output) -> this.columns.of(output).stream())
			.filter((column) -> this.state.totals(column).count() > 0)
			.map((column) -> new Bins(column, of(column, figures).histogramEdges()))
			.toList();
		List<Map<Column, Histogram>> parts = this.data.map((section) -> bins.stream()
			.filter((b) -> section.has(b.column()))
			.collect(Collectors.toMap(Bins::column, (b) -> Histogram.of(b.edges(), section.sorted(b.column())))));
		parts.forEach((part) -> part.forEach((column, histogram) -> of(column, figures).add(histogram)));
	}

	/** Scalars, then short vectors, as far as the document does not grow too large. */
	private List<Output> withHistogram() {
		List<Output> chosen = new ArrayList<>();
		int columns = 0;
		List<Output> byWidth = this.request.outputs().stream().sorted(Comparator.comparingInt(Output::width)).toList();
		for (Output output : byWidth) {
			columns += output.width();
			if (output.width() <= MOST_ELEMENTS_WITH_HISTOGRAM && columns <= MOST_HISTOGRAMS) {
				chosen.add(output);
			}
		}
		return chosen;
	}

	private static ColumnFigures of(Column column, Map<Column, ColumnFigures> figures) {
		return Objects.requireNonNull(figures.get(column));
	}

	/**
	 * The edges of a column's histogram.
	 */
	private record Bins(Column column, double[] edges) implements java.io.Serializable {
	}

}
