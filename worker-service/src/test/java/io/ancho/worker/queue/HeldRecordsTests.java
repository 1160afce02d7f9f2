package io.ancho.worker.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;

class HeldRecordsTests {

	@Test
	void findsItsWayAboutTheClientThatIsOnTheClassPath() {
		Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:1", "group.id", "g",
				"share.acknowledgement.mode", "explicit", "metadata.recovery.strategy", "none");
		try (KafkaShareConsumer<String, byte[]> consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(),
				new ByteArrayDeserializer())) {
			consumer.subscribe(List.of("t"));
			HeldRecords held = new HeldRecords(consumer);
			assertThatCode(() -> {
				held.layDown();
				consumer.poll(Duration.ofMillis(1));
				held.pickUp();
				held.takeRenewed();
				consumer.commitSync();
			}).doesNotThrowAnyException();
			consumer.close(Duration.ZERO);
		}
	}

}
