package io.ancho.jobs.summary;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.ancho.events.Output;
import io.ancho.events.ResultLayout;

/**
 * A keyspace of its own on the test's Cassandra, into which runs can be written as
 * executors do.
 */
final class StoredRun implements AutoCloseable {

	private final CqlSession session;

	private final String keyspace = "jobs_it_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

	private final PreparedStatement insert;

	private final PreparedStatement fail;

	StoredRun() {
		this.session = CqlSession.builder()
			.addContactPoint(address())
			.withLocalDatacenter("datacenter1")
			.withConfigLoader(DriverConfigLoader.programmaticBuilder()
				.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
				.withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(60))
				.build())
			.build();
		this.session.execute("CREATE KEYSPACE " + this.keyspace
				+ " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
		for (String statement : cql().replaceAll("(?m)^--.*$", "").split(";")) {
			if (!statement.isBlank()) {
				this.session.execute(statement.replace("${keyspace}", this.keyspace));
			}
		}
		this.insert = this.session.prepare("INSERT INTO " + this.keyspace
				+ ".results (run, output, bucket, first_sequence, count, values) VALUES (?, ?, ?, ?, ?, ?)");
		this.fail = this.session
			.prepare("INSERT INTO " + this.keyspace + ".failures (run, bucket, sequence) VALUES (?, ?, ?)");
	}

	static InetSocketAddress address() {
		String address = Objects.requireNonNull(System.getProperty("ancho.test.cassandra"),
				"-Dancho.test.cassandra=host:port is missing: ./ancho test starts Cassandra and passes it");
		int colon = address.lastIndexOf(':');
		return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
	}

	String keyspace() {
		return this.keyspace;
	}

	/** Writes values in rows of random sizes, some of them twice or overlapping. */
	void write(String run, Output output, double[] values, int mostRows, Random random) {
		int width = output.width();
		int sequences = values.length / width;
		List<Integer> cuts = new ArrayList<>(random.ints(mostRows, 0, sequences).sorted().boxed().toList());
		cuts.add(0, 0);
		cuts.add(sequences);
		for (int i = 1; i < cuts.size(); i++) {
			int back = random.nextInt(3) == 0 ? random.nextInt(1 + Math.min(50, cuts.get(i - 1))) : 0;
			range(run, output, values, cuts.get(i - 1) - back, cuts.get(i));
		}
	}

	void fail(String run, Collection<Integer> sequences) {
		sequences.forEach((sequence) -> this.session
			.execute(this.fail.bind(run, ResultLayout.failureBucket(sequence), (long) sequence)));
	}

	/** One range, cut at buckets and at the largest row. */
	void range(String run, Output output, double[] values, int from, int to) {
		int width = output.width();
		int bucketSize = ResultLayout.bucketSize(width);
		for (int first = from; first < to;) {
			int end = Math.min(to,
					Math.min(first + ResultLayout.maxRowSequences(width), (first / bucketSize + 1) * bucketSize));
			ByteBuffer blob = ByteBuffer.allocate((end - first) * width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
			blob.asDoubleBuffer().put(values, first * width, (end - first) * width);
			this.session.execute(this.insert.bind(run, output.name(), ResultLayout.bucket(first, width), (long) first,
					end - first, blob));
			first = end;
		}
	}

	private static String cql() {
		try (InputStream in = ResultLayout.class.getResourceAsStream("/results/001-results.cql")) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.session.execute("DROP KEYSPACE " + this.keyspace);
		this.session.close();
	}

}
