package io.ancho.jobs.summary;

import java.util.Iterator;
import java.util.List;

import io.ancho.jobs.results.StoredValues;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * Sections that Spark reads, sorts and keeps, in memory and beyond that on disk.
 */
final class DistributedSections implements SortedSections {

	/** Beyond this many sections, several share a task. */
	private static final int MOST_TASKS = 1000;

	private final JavaRDD<SortedSection> data;

	private final Cancellation cancellation;

	DistributedSections(JavaSparkContext spark, List<Section> sections, StoredValues results,
			List<Condition> conditions, boolean correlate, Cancellation cancellation) {
		this.cancellation = cancellation;
		this.data = spark.parallelize(sections, Math.min(MOST_TASKS, sections.size()))
			.map((section) -> SortedSection.read(section, results, conditions, correlate))
			.persist(StorageLevel.MEMORY_AND_DISK());
	}

	@Override
	public <R> List<R> map(Pass<R> pass) {
		return this.cancellation.await(() -> this.data.map(pass::of).collectAsync());
	}

	/** The sum of each task is taken where the task runs. */
	@Override
	public <R> R reduce(Pass<R> pass, Sum<R> plus) {
		int tasks = Math.max(1, this.data.context().defaultParallelism());
		List<R> parts = this.cancellation.await(() -> this.data.coalesce(tasks)
			.mapPartitions((sections) -> sum(sections, pass, plus).iterator())
			.collectAsync());
		return parts.stream().reduce(plus).orElseThrow();
	}

	private static <R> List<R> sum(Iterator<SortedSection> sections, Pass<R> pass, Sum<R> plus) {
		if (!sections.hasNext()) {
			return List.of();
		}
		R sum = pass.of(sections.next());
		while (sections.hasNext()) {
			sum = plus.apply(sum, pass.of(sections.next()));
		}
		return List.of(sum);
	}

	@Override
	public void close() {
		this.data.unpersist(false);
	}

}
