package io.ancho.worker;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Who this executor is and what it works on.
 *
 * @param id its name in everything it reports
 * @param queue the topic, and share group, it takes chunks from
 * @param slots how many Python processes compute at a time
 * @param dedicatedTo the only run it works for, or empty for a member of the pool
 * @param memory what it has of memory in all, this JVM included
 * @param patience how long it tries again by itself what the infrastructure is in the way
 * of, before the chunk goes back to the queue
 * @param deliveryLimit how often a chunk is delivered before it is not begun any more but
 * handed back to run-service, because executors may have ended of it; less than the
 * brokers' {@code group.share.delivery.count.limit}, at which a chunk would be lost
 * @param surplusPatience how long it waits for a place in its queue, where that has as
 * many executors as Kafka admits, before it ends with status 75
 * @param grace how long a dedicated executor stays after its run has ended
 * @param logCap the most bytes of a run's log that this executor writes
 */
@Validated
@ConfigurationProperties("ancho.executor")
public record ExecutorProperties(@NotBlank String id, @NotBlank String queue, @Min(1) int slots,
		@Nullable String dedicatedTo, @DefaultValue("2GB") DataSize memory, @DefaultValue("2m") Duration patience,
		@DefaultValue("4") @Min(2) int deliveryLimit, @DefaultValue("2m") Duration surplusPatience,
		@DefaultValue("5s") Duration grace, @DefaultValue("1MB") DataSize logCap) {

	private static final DataSize OWN = DataSize.ofMegabytes(256);

	private static final DataSize OWN_OF_A_SLOT = DataSize.ofMegabytes(64);

	private static final DataSize LEAST = DataSize.ofMegabytes(128);

	/**
	 * What is left of the memory for each slot's Python process.
	 * @return at least so much that NumPy can be imported
	 */
	public DataSize memoryOfAProcess() {
		long share = (this.memory.toBytes() - OWN.toBytes()) / this.slots - OWN_OF_A_SLOT.toBytes();
		return DataSize.ofBytes(Math.max(share, LEAST.toBytes()));
	}

	/**
	 * Whether it works for one run alone.
	 * @return false for a member of the pool
	 */
	public boolean isDedicated() {
		return this.dedicatedTo != null && !this.dedicatedTo.isBlank();
	}

}
