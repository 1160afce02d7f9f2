package io.ancho.stats.summary;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to where each partition is worked off: before the first record that is not, though
 * later ones may be.
 */
final class Offsets {

	private final Map<TopicPartition, Long> next = new HashMap<>();

	private final Map<TopicPartition, SortedSet<Long>> open = new HashMap<>();

	private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

	/** A record was read and is being worked on. */
	synchronized void begin(TopicPartition partition, long offset) {
		this.next.merge(partition, offset + 1, Math::max);
		this.open.computeIfAbsent(partition, (p) -> new TreeSet<>()).add(offset);
	}

	/** A record is worked off. */
	synchronized void end(TopicPartition partition, long offset) {
		this.open.getOrDefault(partition, new TreeSet<>()).remove(offset);
	}

	/** Partitions went to another reader. */
	synchronized void forget(Iterable<TopicPartition> partitions) {
		for (TopicPartition partition : partitions) {
			this.next.remove(partition);
			this.open.remove(partition);
		}
		this.committed = Map.of();
	}

	/** What to commit; empty if nothing has changed since the last call. */
	synchronized Map<TopicPartition, OffsetAndMetadata> toCommit() {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		this.next.forEach((partition, offset) -> {
			SortedSet<Long> unfinished = this.open.getOrDefault(partition, new TreeSet<>());
			offsets.put(partition, new OffsetAndMetadata(unfinished.isEmpty() ? offset : unfinished.first()));
		});
		if (offsets.equals(this.committed)) {
			return Map.of();
		}
		this.committed = Map.copyOf(offsets);
		return offsets;
	}

}
