package io.ancho.stats.failures;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.events.ResultLayout;
import io.ancho.events.SequenceFailure;

import org.springframework.stereotype.Component;

/**
 * The failed sequences of runs, in order of their indices.
 */
@Component
public class Failures {

	private final CqlSession session;

	Failures(CqlSession session) {
		this.session = session;
	}

	/**
	 * The indices of a range's failed sequences, read as they are asked for.
	 * @param keyspace the owner's keyspace
	 * @param run the run's id
	 * @param from the first sequence
	 * @param to the sequence after the last
	 * @return ascending indices
	 */
	public PrimitiveIterator.OfLong indices(String keyspace, String run, long from, long to) {
		return rows(keyspace, run, from, to, "sequence").mapToLong((row) -> row.getLong(0)).iterator();
	}

	/**
	 * How many sequences of a range failed.
	 * @param keyspace the owner's keyspace
	 * @param run the run's id
	 * @param from the first sequence
	 * @param to the sequence after the last
	 * @return a count
	 */
	public long count(String keyspace, String run, long from, long to) {
		return rows(keyspace, run, from, to, "sequence").count();
	}

	/**
	 * What is known of one failed sequence.
	 * @param keyspace the owner's keyspace
	 * @param run the run's id
	 * @param sequence its index
	 * @return empty if it did not fail
	 */
	public Optional<SequenceFailure> find(String keyspace, String run, long sequence) {
		return list(keyspace, run, sequence, sequence + 1, 1).stream().findFirst();
	}

	List<SequenceFailure> list(String keyspace, String run, long from, long to, int limit) {
		return stream(keyspace, run, from, to).limit(limit).toList();
	}

	/**
	 * What is known of a range's failed sequences, read as it is asked for.
	 * @param keyspace the owner's keyspace
	 * @param run the run's id
	 * @param from the first sequence
	 * @param to the sequence after the last
	 * @return failures by ascending index
	 */
	public Stream<SequenceFailure> stream(String keyspace, String run, long from, long to) {
		return rows(keyspace, run, from, to, "sequence, error_type, message, traceback")
			.map((row) -> new SequenceFailure(row.getLong(0), text(row, 1), text(row, 2), row.getString(3)));
	}

	private Stream<Row> rows(String keyspace, String run, long from, long to, String columns) {
		if (from >= to) {
			return Stream.empty();
		}
		var statement = this.session.prepare("SELECT " + columns + " FROM " + keyspace
				+ ".failures WHERE run = ? AND bucket = ? AND sequence >= ? AND sequence < ?");
		return LongStream.rangeClosed(ResultLayout.failureBucket(from), ResultLayout.failureBucket(to - 1))
			.boxed()
			.flatMap((bucket) -> lazily(
					this.session.execute(statement.bind(run, bucket.intValue(), from, to)).iterator()));
	}

	private static Stream<Row> lazily(Iterator<Row> rows) {
		Iterable<Row> iterable = () -> rows;
		return StreamSupport.stream(iterable.spliterator(), false);
	}

	private static String text(Row row, int column) {
		String text = row.getString(column);
		return (text != null) ? text : "";
	}

}
