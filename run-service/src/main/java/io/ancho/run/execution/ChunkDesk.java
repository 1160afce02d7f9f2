package io.ancho.run.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.UserKeyspace;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.RunDefinition;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.messaging.Sends;
import io.ancho.run.model.ModelLinks;
import io.ancho.run.planning.CountedChunk;
import io.ancho.run.planning.Plan;
import io.ancho.run.planning.PlannedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A run's chunks on their way: planned, stored, put in the queue, counted when they come
 * back, put in the queue again when they do not.
 */
final class ChunkDesk {

	/** So many chunks a restart may have to read besides those that are outstanding. */
	private static final int CHECKPOINT_CHUNKS = 5000;

	private final Ports ports;

	private final Run run;

	private final String queue;

	private final Plan plan;

	/** Outstanding chunks that are still to be put in the queue. */
	private final TreeMap<Long, PlannedChunk> unsent = new TreeMap<>();

	/** Outstanding chunks in the queue or with an executor, by first sequence. */
	private final Map<Long, Sent> sent = new TreeMap<>();

	/** How often chunks among these were put in the queue again, all together. */
	private int copies;

	private final PartitionLoads loads;

	/**
	 * Outstanding chunks that came back, by first sequence, and when to send them again.
	 */
	private final Map<Long, Instant> postponed = new TreeMap<>();

	private final Stragglers stragglers = new Stragglers();

	/** How many of the run's first chunks the last checkpoint has taken together. */
	private int checkpointed;

	/**
	 * What a desk works with.
	 *
	 * @param rows the store
	 * @param sends the broker
	 * @param links links to models
	 * @param metrics what is counted
	 * @param clock the time
	 */
	record Ports(ChunkRows rows, Sends sends, ModelLinks links, ExecutionMetrics metrics, Clock clock) {
	}

	private record Placed(PlannedChunk chunk, int partition) {
	}

	private record Sent(PlannedChunk chunk, int partition, Instant at, int times) {
	}

	ChunkDesk(Ports ports, Run run, String queue, Plan plan) {
		this.ports = ports;
		this.run = run;
		this.queue = queue;
		this.plan = plan;
		this.loads = new PartitionLoads(run.id().hashCode());
		this.checkpointed = plan.chunksOfPrefix();
		plan.outstanding().forEach((chunk) -> this.unsent.put(chunk.first(), chunk));
	}

	Plan plan() {
		return this.plan;
	}

	/**
	 * Plans what is due in a queue of the run's own.
	 * @param slots how many slots share the work
	 * @param model what is known of the model
	 */
	void plan(int slots, @Nullable LoadedModel model) {
		this.plan.plan(slots, model).forEach((chunk) -> this.unsent.put(chunk.first(), chunk));
	}

	/**
	 * Plans what may be put in the pool's queue.
	 * @param slots how many slots share the work
	 * @param model what is known of the model
	 * @param most how many chunks at most
	 */
	void plan(int slots, @Nullable LoadedModel model, int most) {
		this.plan.plan(slots, model, most).forEach((chunk) -> this.unsent.put(chunk.first(), chunk));
	}

	/**
	 * Puts all that is planned in the queue. If that fails it can be called again.
	 * @param environment the environment that the run has, or null while it is not known
	 */
	void deal(@Nullable String environment) {
		if (this.unsent.isEmpty()) {
			return;
		}
		List<PlannedChunk> chunks = List.copyOf(this.unsent.values());
		this.ports.rows().plan(id(), chunks);
		List<Placed> placed = place(chunks);
		enqueue(placed, environment);
		Instant now = this.ports.clock().instant();
		placed.forEach((each) -> sent(each, now));
		this.unsent.clear();
	}

	private List<Placed> place(List<PlannedChunk> chunks) {
		int partitions = this.ports.sends().partitions(this.queue);
		return chunks.stream().map((chunk) -> new Placed(chunk, this.loads.place(partitions))).toList();
	}

	private void enqueue(List<Placed> placed, @Nullable String environment) {
		Chunk.Model linked = linkedModel();
		try {
			this.ports.sends()
				.enqueue(this.queue, id().toString(), placed.stream()
					.map((each) -> new Sends.Placed(each.partition(), message(each.chunk(), linked, environment)))
					.toList());
		}
		catch (RuntimeException ex) {
			placed.forEach((each) -> this.loads.remove(each.partition()));
			throw ex;
		}
	}

	private void sent(Placed placed, Instant now) {
		Sent before = this.sent.get(placed.chunk().first());
		if (before != null) {
			this.copies++;
			this.loads.remove(before.partition());
		}
		this.sent.put(placed.chunk().first(),
				new Sent(placed.chunk(), placed.partition(), now, (before != null) ? before.times() + 1 : 1));
	}

	/**
	 * Whether a chunk is outstanding; one that is not has been counted before, or was
	 * never planned.
	 * @param first its first sequence
	 * @return whether a report of it matters
	 */
	boolean awaits(long first) {
		return this.plan.outstanding(first).isPresent();
	}

	/**
	 * Reads the report of an outstanding chunk.
	 * @param report the report
	 * @return the chunk as it came in
	 * @throws IllegalArgumentException if the report cannot be of the chunk that was
	 * planned
	 */
	CountedChunk read(ChunkCompleted report) {
		CountedChunk chunk = new CountedChunk(report.first(), report.count(), report.seconds(), report.failed(),
				report.firstFailure(), report.moments(), report.hits(), report.trials());
		this.plan.check(chunk, report.model());
		return chunk;
	}

	/**
	 * Stores outstanding chunks, all together, and then counts them.
	 * @param chunks the chunks as they came in, no two the same
	 * @param counted told of each as it is counted
	 */
	void count(List<CountedChunk> chunks, Consumer<CountedChunk> counted) {
		Map<Integer, CountedChunk> byOrdinal = new TreeMap<>();
		for (CountedChunk chunk : chunks) {
			byOrdinal.put(this.plan.outstanding(chunk.first()).orElseThrow().ordinal(), chunk);
		}
		this.ports.rows().count(id(), byOrdinal);
		for (CountedChunk chunk : chunks) {
			this.plan.count(chunk, this.ports.clock().instant());
			forget(chunk.first());
			this.ports.metrics().counted(chunk.count(), chunk.seconds());
			counted.accept(chunk);
		}
		if (this.plan.chunksOfPrefix() - this.checkpointed >= CHECKPOINT_CHUNKS) {
			this.plan.checkpoint().ifPresent((checkpoint) -> this.ports.rows().checkpoint(id(), checkpoint));
			this.checkpointed = this.plan.chunksOfPrefix();
		}
	}

	private void forget(long first) {
		this.unsent.remove(first);
		this.postponed.remove(first);
		Sent before = this.sent.remove(first);
		if (before != null) {
			this.copies -= before.times() - 1;
			this.loads.remove(before.partition());
		}
	}

	/**
	 * Marks an outstanding chunk that came back to be put in the queue again later.
	 * @param first its first sequence
	 * @param pause after how long
	 */
	void postpone(long first, Duration pause) {
		this.postponed.put(first, this.ports.clock().instant().plus(pause));
	}

	/** Marks the postponed chunks whose time has come to be put in the queue again. */
	void resendPostponed() {
		Instant now = this.ports.clock().instant();
		this.postponed.entrySet().removeIf((entry) -> {
			boolean due = !entry.getValue().isAfter(now);
			if (due) {
				this.plan.outstanding(entry.getKey()).ifPresent((chunk) -> this.unsent.put(chunk.first(), chunk));
			}
			return due;
		});
	}

	/**
	 * Marks chunks to be put in the queue again: those that have been out far too long,
	 * and, once each, those that straggle.
	 * @param crowd how many runs share the queue
	 * @param idle whether there is a slot with nothing to do
	 * @return whether there are any
	 */
	boolean recall(int crowd, boolean idle) {
		Instant now = this.ports.clock().instant();
		this.stragglers.look(idle, now);
		for (Sent sent : this.sent.values()) {
			Duration expected = this.plan.expected(sent.chunk());
			if (sent.at().plus(Patience.with(expected, crowd, sent.times())).isBefore(now)) {
				this.unsent.put(sent.chunk().first(), sent.chunk());
				this.ports.metrics().requeued();
			}
			else if (sent.times() == 1 && this.stragglers.include(sent.at(), expected, now)) {
				this.unsent.put(sent.chunk().first(), sent.chunk());
				this.ports.metrics().duplicated();
			}
		}
		return !this.unsent.isEmpty();
	}

	/**
	 * How many slots the rest of the run can occupy once every chunk is handed out.
	 * @return the outstanding chunks, one that was handed out again as often as it was;
	 * null while more are to be planned, or may be
	 */
	@Nullable Integer left() {
		Integer chunks = this.plan.left();
		return (chunks == null) ? null : chunks + this.copies;
	}

	int outstanding() {
		return this.plan.outstanding().size();
	}

	private RunId id() {
		return this.run.id();
	}

	/** Chunks that go out together share a link: each signature costs time. */
	private Chunk.Model linkedModel() {
		RunDefinition definition = this.run.definition();
		String model = definition.model().id();
		return new Chunk.Model(model, definition.model().entrypoint(), this.ports.links().link(model, id().toString()));
	}

	private Chunk message(PlannedChunk chunk, Chunk.Model model, @Nullable String environment) {
		RunDefinition definition = this.run.definition();
		return new Chunk(id().toString(), UserKeyspace.of(this.run.owner()), model, definition.startingValues(),
				definition.seed(), definition.blockSize(), chunk.first(), chunk.count(), chunk.pilot(),
				definition.targets(), definition.sequenceTimeout(), definition.maxFailures(), definition.numerics(),
				environment);
	}

}
