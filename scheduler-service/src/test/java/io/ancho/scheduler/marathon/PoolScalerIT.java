package io.ancho.scheduler.marathon;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A queue of a real Kafka, and a Marathon that answers as a real one.
 */
class PoolScalerIT {

	private final Map<String, Object> kafka = Map.of("bootstrap.servers", System.getProperty("ancho.test.kafka"));

	private final String queue = "ancho.test-pool-" + UUID.randomUUID();

	private final Admin admin = Admin.create(this.kafka);

	private final PoolBacklog backlog = new PoolBacklog(this.admin, this.queue);

	private final FakeMarathon server = new FakeMarathon(1);

	private boolean leads = true;

	private Instant now = Instant.EPOCH;

	private final PoolGauges gauges = new PoolGauges();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final PoolScaler scaler = new PoolScaler(() -> this.leads, this.backlog,
			MarathonConfiguration.marathon(new MarathonProperties(this.server.url(), "", "", "/ancho/worker", "queue",
					1, 4, 2, Duration.ofMinutes(5), Duration.ofSeconds(1))),
			new PoolSize.Limits(1, 4, 2, Duration.ofMinutes(5)), this.gauges, () -> this.now);

	PoolScalerIT() throws Exception {
	}

	@BeforeEach
	void makeQueue() throws Exception {
		this.admin.createTopics(List.of(new NewTopic(this.queue, 1, (short) 1))).all().get();
		this.admin
			.incrementalAlterConfigs(
					Map.of(new ConfigResource(ConfigResource.Type.GROUP, this.queue),
							List.of(new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"),
									AlterConfigOp.OpType.SET))))
			.all()
			.get();
	}

	@AfterEach
	void close() throws Exception {
		this.admin.deleteTopics(List.of(this.queue)).all().get();
		this.admin.close();
		this.server.close();
	}

	@Test
	void poolFollowsWhatIsOutstandingWhileThisInstanceLeads() throws Exception {
		send(6);
		execute(1);
		await().atMost(Duration.ofSeconds(20)).until(() -> this.backlog.outstanding() == 5);
		this.leads = false;
		this.scaler.look();
		assertThat(this.server.requests).isEmpty();
		this.gauges.bindTo(this.meters);
		assertThat(this.meters.get("ancho.scheduler.pool.outstanding").gauge().value()).isNaN();
		this.leads = true;
		this.scaler.look();
		assertThat(this.meters.get("ancho.scheduler.pool.outstanding").gauge().value()).isEqualTo(5);
		assertThat(this.meters.get("ancho.scheduler.pool.instances").gauge().value()).isEqualTo(1);
		assertThat(this.server.instances).isEqualTo(3);

		execute(5);
		await().atMost(Duration.ofSeconds(20)).until(() -> this.backlog.outstanding() == 0);
		this.scaler.look();
		assertThat(this.server.instances).isEqualTo(3);
		this.now = this.now.plus(Duration.ofMinutes(6));
		this.scaler.look();
		assertThat(this.server.instances).isEqualTo(1);
	}

	@Test
	void outageOfMarathonAndALockAreWaitedFor() throws Exception {
		execute(0);
		send(6);
		await().atMost(Duration.ofSeconds(20)).until(() -> this.backlog.outstanding() == 6);
		this.server.away = true;
		this.scaler.look();
		this.server.away = false;
		this.server.locked = true;
		this.scaler.look();
		assertThat(this.server.instances).isEqualTo(1);
		this.server.locked = false;
		this.scaler.look();
		assertThat(this.server.instances).isEqualTo(3);
	}

	private void send(int chunks) throws Exception {
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(this.kafka, new ByteArraySerializer(),
				new ByteArraySerializer())) {
			for (int i = 0; i < chunks; i++) {
				producer.send(new ProducerRecord<>(this.queue, new byte[] { 1 })).get();
			}
		}
	}

	/** Joins the queue, and takes and acknowledges so many chunks. */
	private void execute(int chunks) {
		Map<String, Object> settings = Map.of("bootstrap.servers", System.getProperty("ancho.test.kafka"), "group.id",
				this.queue, "share.acknowledgement.mode", "explicit", "share.acquire.mode", "record_limit",
				"max.poll.records", 1);
		try (KafkaShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(settings,
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.subscribe(List.of(this.queue));
			consumer.poll(Duration.ofMillis(chunks == 0 ? 2000 : 0));
			for (int done = 0; done < chunks;) {
				ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
				records.forEach(consumer::acknowledge);
				consumer.commitSync();
				done += records.count();
			}
		}
	}

}
