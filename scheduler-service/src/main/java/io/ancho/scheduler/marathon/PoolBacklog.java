package io.ancho.scheduler.marathon;

import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How many chunks of a queue are outstanding: waiting, or being executed.
 */
final class PoolBacklog {

	private final Admin admin;

	private final String queue;

	PoolBacklog(Admin admin, String queue) {
		this.admin = admin;
		this.queue = queue;
	}

	/**
	 * Asks Kafka.
	 * @return the number of records between the share group's start and the end
	 * @throws ExecutionException if Kafka does not answer
	 * @throws InterruptedException if interrupted
	 */
	long outstanding() throws ExecutionException, InterruptedException {
		Map<TopicPartition, SharePartitionOffsetInfo> partitions = this.admin
			.listShareGroupOffsets(Map.of(this.queue, new ListShareGroupOffsetsSpec()))
			.partitionsToOffsetInfo(this.queue)
			.get();
		long outstanding = 0;
		for (Map.Entry<TopicPartition, SharePartitionOffsetInfo> partition : partitions.entrySet()) {
			outstanding += outstanding(partition.getKey(), partition.getValue());
		}
		return outstanding;
	}

	/** Of a partition that the group has not begun yet Kafka tells nothing. */
	private long outstanding(TopicPartition partition, @Nullable SharePartitionOffsetInfo info)
			throws ExecutionException, InterruptedException {
		if (info != null && info.lag().isPresent()) {
			return info.lag().get();
		}
		long begin = (info != null) ? info.startOffset() : -1;
		long earliest = offset(partition, OffsetSpec.earliest());
		return Math.max(0, offset(partition, OffsetSpec.latest()) - Math.max(earliest, begin));
	}

	private long offset(TopicPartition partition, OffsetSpec which) throws ExecutionException, InterruptedException {
		return this.admin.listOffsets(Map.of(partition, which)).partitionResult(partition).get().offset();
	}

}
