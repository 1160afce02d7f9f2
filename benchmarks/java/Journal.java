import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints what topics hold of one key, a line for each record: its time in milliseconds, a
 * tab, its value. Arguments: a file of settings that says how to reach the broker, the
 * key, the topics.
 */
class Journal {

	public static void main(String[] arguments) throws IOException {
		Properties settings = new Properties();
		try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
			settings.load(reader);
		}
		try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
			List<TopicPartition> partitions = Arrays.stream(arguments, 2, arguments.length)
				.flatMap((topic) -> consumer.partitionsFor(topic).stream())
				.map((partition) -> new TopicPartition(partition.topic(), partition.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofSeconds(1))) {
					if (arguments[1].equals(found.key())) {
						System.out.println(found.timestamp() + "\t" + found.value());
					}
				}
			}
		}
	}

}
