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
import io.ancho.statistics.Histogram;
import io.ancho.statistics.Interval;
import io.ancho.statistics.Moments;
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

	static Map<String, @Nullable Object> vector(Output output, List<ColumnFigures> elements,
			List<Double> probabilities) {
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
		if (elements.stream().anyMatch((figures) -> figures.histogram() != null)) {
			document.put("histogram", nullable(elements.stream().map((figures) -> histogram(figures.histogram()))));
		}
		return document;
	}

	static Map<String, @Nullable Object> targets(List<Target> targets, List<Long> hits, long trials) {
		Map<String, @Nullable Object> document = new LinkedHashMap<>();
		for (int i = 0; i < targets.size(); i++) {
			Proportion proportion = new Proportion(hits.get(i), trials);
			Map<String, @Nullable Object> target = new LinkedHashMap<>();
			target.put("probability", number(proportion.estimate()));
			target.put("ci95", interval(proportion.wilson(ColumnFigures.CONFIDENCE)));
			target.put("count", proportion.successes());
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
		Map<String, Function<Moments, @Nullable Object>> figures = new LinkedHashMap<>();
		figures.put("count", Moments::count);
		figures.put("nan", Moments::nanCount);
		figures.put("infinite", Moments::infiniteCount);
		figures.put("mean", finite(Moments::mean));
		figures.put("standard_error", finite(Moments::standardError));
		figures.put("ci95", (moments) -> interval(moments.meanInterval(ColumnFigures.CONFIDENCE)));
		figures.put("variance", finite(Moments::variance));
		figures.put("std", finite(Moments::standardDeviation));
		figures.put("skewness", finite(Moments::skewness));
		figures.put("excess_kurtosis", finite(Moments::excessKurtosis));
		figures.put("min", finite(Moments::min));
		figures.put("max", finite(Moments::max));
		figures.forEach((name, figure) -> document.put(name, each.apply((column) -> figure.apply(column.moments()))));
	}

	private static Function<Moments, @Nullable Object> finite(ToDoubleFunction<Moments> figure) {
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
		return Double.isFinite(value) ? value : null;
	}

	private static List<@Nullable Object> nullable(Stream<? extends @Nullable Object> values) {
		List<@Nullable Object> list = new ArrayList<>();
		values.forEach(list::add);
		return list;
	}

}
