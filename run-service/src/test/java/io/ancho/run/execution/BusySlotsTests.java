package io.ancho.run.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.ancho.run.messaging.Queues;
import io.ancho.run.planning.Plan;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand executors of ten slots, played with a queue that gives chunks out as Kafka
 * does: an executor takes from one partition, and none that is too far behind the oldest
 * that is not settled. A chunk takes about one unit of time.
 */
class BusySlotsTests {

	private static final int EXECUTORS = 1000;

	private static final int SLOTS = 10;

	private static final double BEGIN = 10;

	private static final double END = 40;

	private final Random random = new Random(1);

	private final int partitions = Queues.partitions(EXECUTORS * SLOTS);

	private final List<Partition> queue = IntStream.range(0, this.partitions)
		.mapToObj((number) -> new Partition())
		.toList();

	private final PartitionLoads loads = new PartitionLoads(0);

	private final PriorityQueue<Work> atWork = new PriorityQueue<>(Comparator.comparingDouble(Work::end));

	private double now;

	private double busy;

	private record Work(int executor, int chunk, double end) {
	}

	private static final class Partition {

		private final Queue<Integer> idle = new ArrayDeque<>();

		private final BitSet settled = new BitSet();

		private int taken;

		private int queued;

		private boolean gives() {
			return this.taken < this.queued && this.taken - this.settled.nextClearBit(0) < Queues.RECORDS_PER_PARTITION;
		}

	}

	@Test
	void slotsAreBusyWhereOneExecutorInTenIsThreeTimesAsSlow() {
		Set<Integer> slow = IntStream.range(0, EXECUTORS)
			.filter((executor) -> this.random.nextInt(10) == 0)
			.boxed()
			.collect(Collectors.toSet());
		assertThat(busy((executor) -> slow.contains(executor) ? 3 : 1)).isGreaterThan(0.99);
	}

	@Test
	void slotsAreBusyWhereOneChunkInAThousandTakesFiveTimesAsLong() {
		assertThat(busy((executor) -> (this.random.nextInt(1000) == 0) ? 5 : 1)).isGreaterThan(0.99);
	}

	private double busy(ToDoubleFunction<Integer> duration) {
		List<Integer> slots = new ArrayList<>();
		IntStream.range(0, EXECUTORS * SLOTS).forEach((slot) -> slots.add(slot / SLOTS));
		slots.forEach((executor) -> this.queue.get(executor % this.partitions).idle.add(executor));
		IntStream.range(0, Plan.MAX_OUTSTANDING).forEach((chunk) -> enqueue());
		this.queue.forEach((partition) -> handOut(partition, duration));
		while (this.now < END) {
			settle(this.atWork.remove(), duration);
		}
		return this.busy / (END - BEGIN) / (EXECUTORS * SLOTS);
	}

	private Partition enqueue() {
		Partition partition = this.queue.get(this.loads.place(this.partitions));
		partition.queued++;
		return partition;
	}

	private void handOut(Partition partition, ToDoubleFunction<Integer> duration) {
		while (!partition.idle.isEmpty() && partition.gives()) {
			int executor = partition.idle.remove();
			double end = this.now + duration.applyAsDouble(executor) * (0.9 + 0.2 * this.random.nextDouble());
			this.busy += Math.max(0, Math.min(END, end) - Math.max(BEGIN, this.now));
			this.atWork.add(new Work(executor, partition.taken++, end));
		}
	}

	private void settle(Work work, ToDoubleFunction<Integer> duration) {
		this.now = work.end();
		Partition partition = this.queue.get(work.executor() % this.partitions);
		partition.settled.set(work.chunk());
		partition.idle.add(work.executor());
		this.loads.remove(work.executor() % this.partitions);
		Partition next = enqueue();
		handOut(partition, duration);
		handOut(next, duration);
	}

}
