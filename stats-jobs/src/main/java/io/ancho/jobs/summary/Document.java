package io.ancho.jobs.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.statistics.ColumnMoments;
import io.ancho.statistics.Interval;
import io.ancho.statistics.Histogram;
import io.ancho.statistics.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the summary document. What is not a finite number is null in it.
 */
final class Document {

	private Document() {
	}

	static Map<String, @Nullable Object> scalar(ColumnFigures figures, List<Double> probabilities) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		moments(document, (figure) -> figure.apply(figures));
		document.put("quantiles", probabilities.stream().map((p) -> {
			Map<String, @Nullable Object> quantile = new LinkedHashMap<>();
			quantile.put("p", p);
			quantile.put("value", number(figures.quantile(p)));
			quantile.put("ci95", interval(figures.quantileInterval(p)));
			quantile.put("exact", true);
			return quantile;
		}).toList());
		document.put("histogram", histogram(figures.histogram()));
		return document;
	}

	static Map<String, @Nullable Object> vector(Output output, List<ColumnFigures> elements, List<Double> probabilities,
			boolean withHistogram) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put("length", output.length());
		moments(document, (figure) -> nullable(elements.stream().map(figure)));
		document.put("quantiles", probabilities.stream().map((p) -> {
			Map<String, @Nullable Object> quantile = new LinkedHashMap<>();
			quantile.put("p", p);
			quantile.put("value", nullable(elements.stream().map((figures) -> number(figures.quantile(p)))));
			quantile.put("exact", true);
			return quantile;
		}).toList());
		document.put("histogram",
				withHistogram ? nullable(elements.stream().map((figures) -> histogram(figures.histogram()))) : null);
		return document;
	}

	static Map<String, @Nullable Object> targets(List<Target> targets, List<Long> hits, List<Long> trials) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		for (int i = 0; i < targets.size(); i++) {
			Proportion proportion = new Proportion(hits.get(i), trials.get(i));
			Map<String, @Nullable Object> target = new LinkedHashMap<>();
			target.put("probability", number(proportion.estimate()));
			target.put("ci95", interval(proportion.wilson(ColumnFigures.CONFIDENCE)));
			target.put("count", proportion.successes());
			target.put("trials", proportion.trials());
			document.put(targets.get(i).name(), target);
		}
		return document;
	}

	static Map<String, @Nullable Object> matrix(List<String> outputs, long count, double[][] matrix) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		document.put("outputs", outputs);
		document.put("count", count);
		document.put("matrix",
				Arrays.stream(matrix)
					.map((row) -> nullable(Arrays.stream(row).boxed().map(Document::number)))
					.toList());
		return document;
	}

	private static void moments(Map<String, @Nullable Object> document,
			Function<Function<ColumnFigures, @Nullable Object>, @Nullable Object> each) {
		Map<String, Function<ColumnMoments, @Nullable Object>> figures = new LinkedHashMap<>();
		figures.put("count", ColumnMoments::count);
		figures.put("nan", (moments) -> moments.totals().nan());
		figures.put("infinite", (moments) -> moments.totals().infinite());
		figures.put("positive_infinite", (moments) -> moments.totals().positiveInfinite());
		figures.put("mean", finite(ColumnMoments::mean));
		figures.put("standard_error", finite(ColumnMoments::standardError));
		figures.put("ci95", (moments) -> interval(moments.meanInterval(ColumnFigures.CONFIDENCE)));
		figures.put("variance", finite(ColumnMoments::variance));
		figures.put("std", finite(ColumnMoments::standardDeviation));
		figures.put("skewness", finite(ColumnMoments::skewness));
		figures.put("excess_kurtosis", finite(ColumnMoments::excessKurtosis));
		figures.put("min", finite((moments) -> moments.totals().min()));
		figures.put("max", finite((moments) -> moments.totals().max()));
		figures.forEach((name, figure) -> document.put(name, each.apply((column) -> figure.apply(column.moments()))));
	}

	private static Function<ColumnMoments, @Nullable Object> finite(ToDoubleFunction<ColumnMoments> figure) {
		return (moments) -> number(figure.applyAsDouble(moments));
	}

	private static @Nullable Object histogram(@Nullable Histogram histogram) {
		if (histogram == null) {
			return null;
		}
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("edges", histogram.edges());
		document.put("counts", histogram.counts());
		return document;
	}

	private static List<@Nullable Object> interval(Interval interval) {
		return Arrays.asList(number(interval.low()), number(interval.high()));
	}

	private static @Nullable Double number(double value) {
		return Double.isFinite(value) ? value + 0.0 : null;
	}

	private static List<@Nullable Object> nullable(Stream<? extends @Nullable Object> values) {
		List<@Nullable Object> list = new ArrayList<>();
		values.forEach(list::add);
		return list;
	}

}
