package io.ancho.jobs.summary;

import java.util.List;
import java.util.Map;

import com.datastax.spark.connector.cql.CassandraConnector;
import io.ancho.jobs.results.InvalidResultsException;
import io.ancho.jobs.results.Results;
import io.ancho.jobs.results.StoredValues;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes summaries, several at once where asked to. Sections are read and sorted once and
 * kept, by Spark or, of a small run, here; only states, samples and counts come together.
 */
public final class Summaries {

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
	 * Makes a run's summary by Spark.
	 * @param request what to summarise
	 * @return the document, as JSON-like maps, lists and numbers
	 * @throws InvalidResultsException if the results are incomplete or there is nothing
	 * to summarise
	 */
	public Map<String, @Nullable Object> summarise(Request request) {
		return summarise(request, true, new Cancellation());
	}

	/**
	 * Makes a run's summary.
	 * @param request what to summarise
	 * @param distributed whether Spark shall do it, or this thread by itself; the
	 * document is the same
	 * @param cancellation whether it is still wanted
	 * @return the document, as JSON-like maps, lists and numbers
	 * @throws InvalidResultsException if the results are incomplete or there is nothing
	 * to summarise
	 */
	public Map<String, @Nullable Object> summarise(Request request, boolean distributed, Cancellation cancellation) {
		return summarise(request, new Results(this.cassandra, request.keyspace(), request.run()), distributed,
				cancellation);
	}

	Map<String, @Nullable Object> summarise(Request request, StoredValues results, boolean distributed,
			Cancellation cancellation) {
		if (request.outputs().isEmpty()) {
			throw new InvalidResultsException("no sequence succeeded");
		}
		Columns columns = new Columns(request.outputs());
		List<Condition> conditions = request.targets().stream().map(columns::condition).toList();
		boolean correlate = columns.haveOneGroupOfSeveralScalars();
		List<Section> sections = columns.groups()
			.stream()
			.flatMap((group) -> group.sections(request.sequences()).stream())
			.toList();
		try (SortedSections data = distributed
				? new DistributedSections(this.spark, sections, results, conditions, correlate, cancellation)
				: new LocalSections(sections, results, conditions, correlate, cancellation)) {
			RunState state = RunState.merged(columns.groups(), conditions.size(), data.map(SortedSection::state));
			return new Summary(request, columns, data, state).document(conditions);
		}
	}

}
