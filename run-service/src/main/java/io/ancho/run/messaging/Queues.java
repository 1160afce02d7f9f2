package io.ancho.run.messaging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.KafkaException;
import org.springframework.stereotype.Component;

/**
 * The queues of chunks: each a topic, and the share group of the same name that its
 * executors form.
 */
@Component
public class Queues {

	/**
	 * Records carry what a submission of 1 MiB holds, written out in full, and reports of
	 * it.
	 */
	static final Map<String, String> SETTINGS = Map.of("max.message.bytes", "8388608");

	private static final Map<String, String> GROUP_SETTINGS = Map.of("share.auto.offset.reset", "earliest",
			"share.record.lock.duration.ms", "15000");

	/**
	 * A broker gives out no record that is so far behind the oldest of its partition that
	 * is not settled ({@code group.share.partition.max.record.locks}).
	 */
	public static final int RECORDS_PER_PARTITION = 2000;

	/**
	 * So few that a chunk may take ten times as long as others before the rest of its
	 * partition's slots have to wait for it.
	 */
	static final int SLOTS_PER_PARTITION = 200;

	private static final int MAX_PARTITIONS = 64;

	private static final long SECONDS = 15;

	private final Admin admin;

	private final TopicProperties topics;

	Queues(Admin admin, TopicProperties topics) {
		this.admin = admin;
		this.topics = topics;
	}

	/**
	 * Sets the pool's share group up; its topic is there already.
	 */
	public void preparePool() {
		configureGroup(this.topics.poolQueue(), OpType.SET);
	}

	/**
	 * Creates a queue. Safe to repeat.
	 * @param queue its name
	 * @param slots how many slots its executors have in all
	 */
	public void create(String queue, int slots) {
		configureGroup(queue, OpType.SET);
		NewTopic topic = new NewTopic(queue, partitions(slots), this.topics.replication()).configs(SETTINGS);
		await(this.admin.createTopics(List.of(topic)).all(), TopicExistsException.class, "create queue " + queue);
	}

	/**
	 * How many partitions a queue has.
	 * @param slots how many slots its executors have in all
	 * @return 1 to 64
	 */
	public static int partitions(int slots) {
		int partitions = (slots + SLOTS_PER_PARTITION - 1) / SLOTS_PER_PARTITION;
		return Math.min(MAX_PARTITIONS, Math.max(1, partitions));
	}

	/**
	 * Deletes a queue and what is in it. Safe to repeat. The share group still has
	 * members, and goes with {@link EmptyGroups#delete}.
	 * @param queue its name
	 */
	public void delete(String queue) {
		await(this.admin.deleteTopics(List.of(queue)).all(), UnknownTopicOrPartitionException.class,
				"delete queue " + queue);
		configureGroup(queue, OpType.DELETE);
	}

	private void configureGroup(String group, OpType operation) {
		List<AlterConfigOp> settings = GROUP_SETTINGS.entrySet()
			.stream()
			.map((setting) -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()), operation))
			.toList();
		ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
		await(this.admin.incrementalAlterConfigs(Map.of(resource, settings)).all(), null, "configure group " + group);
	}

	private static void await(KafkaFuture<Void> done, @Nullable Class<?> tolerated, String what) {
		try {
			done.get(SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("interrupted: " + what, ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			if (tolerated == null || !tolerated.isInstance(ex.getCause())) {
				throw new KafkaException("cannot " + what, ex);
			}
		}
	}

}
