import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;

/**
 * Writes rows of results with the driver and nothing else, and prints how many seconds
 * that took. Arguments: Cassandra's address, the folder of a superuser's name and
 * password, a keyspace to make and drop, the CQL of the table, the number of rows, bytes
 * in a row, outputs, writes in flight.
 */
class BareDriver {

	private static final int WARM_UP_ROWS = 128;

	public static void main(String[] arguments) throws Exception {
		String[] address = arguments[0].split(":");
		try (CqlSession session = CqlSession.builder()
			.addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
			.withAuthCredentials(read(arguments[1], "USERNAME"), read(arguments[1], "PASSWORD"))
			.withLocalDatacenter("datacenter1")
			.withConfigLoader(DriverConfigLoader.programmaticBuilder()
				.withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
				.withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
				.withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
				.build())
			.build()) {
			String keyspace = arguments[2];
			session.execute("CREATE KEYSPACE " + keyspace
					+ " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
			try {
				session.execute(Files.readString(Path.of(arguments[3]))
					.replaceAll("(?m)^--.*", "")
					.split(";")[0].replace("${keyspace}", keyspace));
				new BareDriver(session, keyspace, numbers(arguments)).run();
			}
			finally {
				session.execute("DROP KEYSPACE " + keyspace);
			}
		}
	}

	private static String read(String folder, String name) throws IOException {
		return Files.readString(Path.of(folder, "ANCHO_CASSANDRA_" + name)).strip();
	}

	private static int[] numbers(String[] arguments) {
		return java.util.Arrays.stream(arguments).skip(4).mapToInt(Integer::parseInt).toArray();
	}

	private final CqlSession session;

	private final PreparedStatement insert;

	private final int rows;

	private final int outputs;

	private final int inFlight;

	private final int sequences;

	private final ByteBuffer values;

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	BareDriver(CqlSession session, String keyspace, int[] numbers) {
		this.session = session;
		this.insert = session.prepare("INSERT INTO " + keyspace
				+ ".results (run, output, bucket, first_sequence, count, values) VALUES (?, ?, ?, ?, ?, ?)");
		this.rows = numbers[0];
		this.sequences = numbers[1] / Double.BYTES;
		this.outputs = numbers[2];
		this.inFlight = numbers[3];
		this.values = ByteBuffer.allocateDirect(numbers[1]).order(ByteOrder.LITTLE_ENDIAN);
		Random random = new Random(1);
		while (this.values.hasRemaining()) {
			this.values.putDouble(random.nextGaussian());
		}
		this.values.flip();
	}

	private void run() throws InterruptedException {
		write("warm-up", WARM_UP_ROWS);
		long began = System.nanoTime();
		write("bench", this.rows);
		System.out.println((System.nanoTime() - began) / 1e9);
	}

	private void write(String run, int rows) throws InterruptedException {
		Semaphore free = new Semaphore(this.inFlight);
		for (int row = 0; row < rows; row++) {
			int bucket = row / this.outputs;
			free.acquire();
			this.session
				.executeAsync(this.insert.bind(run, "output_" + row % this.outputs, bucket,
						(long) bucket * this.sequences, this.sequences, this.values.duplicate()))
				.whenComplete((result, error) -> {
					this.failure.compareAndSet(null, error);
					free.release();
				});
		}
		free.acquire(this.inFlight);
		if (this.failure.get() != null) {
			throw new IllegalStateException("a row could not be written", this.failure.get());
		}
	}

}
