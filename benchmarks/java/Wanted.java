import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.Json;
import io.ancho.events.Placement;
import io.ancho.events.RunSubmitted;
import io.ancho.events.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Tells scheduler-service of runs that want executors. Arguments: a file of settings that
 * says how to reach Kafka, the topic, how many runs, how many executors each wants.
 */
class Wanted {

	public static void main(String[] arguments) throws IOException {
		Properties kafka = new Properties();
		try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
			kafka.load(reader);
		}
		int runs = Integer.parseInt(arguments[2]);
		ExecutorSpec executors = new ExecutorSpec(Integer.parseInt(arguments[3]), 1, 128, 0, null, List.of());
		try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka, new StringSerializer(),
				new ByteArraySerializer())) {
			for (int number = 0; number < runs; number++) {
				String run = UUID.randomUUID().toString();
				RunSubmitted event = new RunSubmitted(run, "user-" + number % 20, null, "run " + number, Placement.DEDICATED,
						Topics.queue(run), executors, Instant.now());
				producer.send(new ProducerRecord<>(arguments[1], run, Json.write(event)));
			}
		}
	}

}
