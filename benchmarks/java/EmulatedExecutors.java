import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.Json;
import io.ancho.events.Output;
import io.ancho.events.PartialMoments;
import io.ancho.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Reports every chunk of a run's queue as computed the moment it is taken, under the names
 * of many executors: as fast as the brokers give chunks out. Arguments: a file of
 * settings that says how to reach the broker, the run, how many executors, how many slots each, how many members of the share
 * group play them, for how many seconds. Prints how many chunks were reported.
 */
class EmulatedExecutors {

	private static final LoadedModel MODEL = new LoadedModel(false, List.of(new Output("x", null)), "3.11",
			Map.of("numpy", "2.4.0"), null, null);

	/** Of a sequence of the model that is played. */
	private static final double SECONDS = 1e-3;

	private static final AtomicLong reported = new AtomicLong();

	public static void main(String[] arguments) throws Exception {
		Map<String, Object> kafka = settings(arguments[0]);
		String run = arguments[1];
		int executors = Integer.parseInt(arguments[2]);
		int slots = Integer.parseInt(arguments[3]);
		long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(arguments[5])).toNanos();
		Thread[] members = new Thread[Integer.parseInt(arguments[4])];
		try (var producer = new KafkaProducer<>(with(kafka, Map.of("acks", "all", "linger.ms", "5")),
				new StringSerializer(), new ByteArraySerializer())) {
			for (int i = 0; i < members.length; i++) {
				members[i] = new Thread(() -> play(kafka, run, executors, slots, end, producer));
				members[i].start();
			}
			for (Thread member : members) {
				member.join();
			}
		}
		System.out.println(reported.get());
	}

	private static Map<String, Object> with(Map<String, Object> settings, Map<String, Object> more) {
		Map<String, Object> all = new HashMap<>(settings);
		all.putAll(more);
		return all;
	}

	private static Map<String, Object> settings(String file) throws IOException {
		Properties settings = new Properties();
		try (Reader reader = Files.newBufferedReader(Path.of(file))) {
			settings.load(reader);
		}
		Map<String, Object> all = new HashMap<>();
		settings.forEach((name, value) -> all.put(name.toString(), value));
		return all;
	}

	private static void play(Map<String, Object> kafka, String run, int executors, int slots, long end,
			KafkaProducer<String, byte[]> producer) {
		Map<String, Object> settings = with(kafka,
				Map.of("group.id", Topics.queue(run), "max.poll.records", "200", "fetch.max.wait.ms", "100"));
		try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
			consumer.subscribe(List.of(Topics.queue(run)));
			while (System.nanoTime() < end) {
				for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
					Chunk chunk = Json.read(record.value(), Chunk.class);
					String executor = "emulated-" + reported.getAndIncrement() % executors;
					producer.send(new ProducerRecord<>(Topics.CHUNK_RESULTS, run,
							Json.write(completed(chunk, executor, slots))));
				}
			}
		}
	}

	private static ChunkCompleted completed(Chunk chunk, String executor, int slots) {
		double count = chunk.count();
		PartialMoments moments = new PartialMoments(chunk.count(), 0, 0, 0, chunk.first() + (count - 1) / 2,
				count * (count * count - 1) / 12, chunk.first(), chunk.first() + count - 1);
		return new ChunkCompleted(chunk.run(), executor, slots, chunk.first(), chunk.count(), count * SECONDS, 0, null,
				MODEL, Map.of("x", moments), Map.of(), Map.of());
	}

}
