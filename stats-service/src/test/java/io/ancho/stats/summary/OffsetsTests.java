package io.ancho.stats.summary;

import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OffsetsTests {

	private static final TopicPartition PARTITION = new TopicPartition("runs", 0);

	private final Offsets offsets = new Offsets();

	@Test
	void nothingIsCommittedBeyondTheFirstUnfinishedRecord() {
		this.offsets.begin(PARTITION, 7);
		this.offsets.begin(PARTITION, 8);
		this.offsets.end(PARTITION, 8);
		assertThat(this.offsets.toCommit()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(7)));
		this.offsets.end(PARTITION, 7);
		assertThat(this.offsets.toCommit()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(9)));
	}

	@Test
	void whatHasNotChangedIsNotCommittedAgain() {
		this.offsets.begin(PARTITION, 7);
		assertThat(this.offsets.toCommit()).isNotEmpty();
		assertThat(this.offsets.toCommit()).isEmpty();
	}

	@Test
	void aPartitionThatWentIsForgotten() {
		this.offsets.begin(PARTITION, 7);
		this.offsets.forget(List.of(PARTITION));
		this.offsets.end(PARTITION, 7);
		assertThat(this.offsets.toCommit()).isEmpty();
	}

}
