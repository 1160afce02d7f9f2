package io.ancho.jobs.summary;

import java.util.List;
import java.util.Map;

import com.datastax.spark.connector.cql.CassandraConnector;
import io.ancho.jobs.results.InvalidResultsException;
import io.ancho.jobs.results.Results;
import io.ancho.jobs.results.StoredValues;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Makes summaries. Sections are read and sorted once and kept by Spark, in memory and
 * beyond that on disk; only states, samples and counts come to the driver.
 */
public final class Summaries {

	/** Beyond this many sections, several share a task. */
	private static final int MOST_TASKS = 1000;

	private final JavaSparkContext spark;

	private final CassandraConnector cassandra;

	/**
	 * Summaries made on a Spark cluster.
	 * @param spark the cluster, configured with where Cassandra is
	 */
	public Summaries(JavaSparkContext spark) {
		this.spark = spark;
		this.cassandra = CassandraConnector.apply(spark.getConf());
	}

	/**
	 * Whether Spark runs tasks and they reach Cassandra.
	 * @throws RuntimeException if not
	 */
	public void check() {
		CassandraConnector connector = this.cassandra;
		this.spark.parallelize(List.of("SELECT key FROM system.local"), 1)
			.map((query) -> connector.jWithSessionDo((session) -> session.execute(query).all().size()))
			.collect();
	}

	/**
	 * Makes a run's summary.
	 * @param request what to summarise
	 * @return the document, as JSON-like maps, lists and numbers
	 * @throws InvalidResultsException if the results are incomplete or there is nothing
	 * to summarise
	 */
	public Map<String, @Nullable Object> summarise(Request request) {
		return summarise(request, new Results(this.cassandra, request.keyspace(), request.run()));
	}

	Map<String, @Nullable Object> summarise(Request request, StoredValues results) {
		if (request.outputs().isEmpty()) {
			throw new InvalidResultsException("no sequence succeeded");
		}
		Columns columns = new Columns(request.outputs());
		List<Condition> conditions = request.targets().stream().map(columns::condition).toList();
		boolean correlate = columns.haveOneGroupOfSeveralScalars();
		JavaRDD<SortedSection> data = data(request, columns, results, conditions, correlate);
		try {
			RunState state = RunState.merged(columns.groups(), conditions.size(),
					data.map(SortedSection::state).collect());
			return new Summary(request, columns, data, state).document(conditions);
		}
		finally {
			data.unpersist(false);
		}
	}

	private JavaRDD<SortedSection> data(Request request, Columns columns, StoredValues results,
			List<Condition> conditions, boolean correlate) {
		List<Section> sections = columns.groups()
			.stream()
			.flatMap((group) -> group.sections(request.sequences()).stream())
			.toList();
		return this.spark.parallelize(sections, Math.min(MOST_TASKS, sections.size()))
			.map((section) -> SortedSection.read(section, results, conditions, correlate))
			.persist(StorageLevel.MEMORY_AND_DISK());
	}

}
