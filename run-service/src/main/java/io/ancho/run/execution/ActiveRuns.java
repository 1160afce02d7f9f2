package io.ancho.run.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.ancho.leadership.Lease;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.lifecycle.RunState;
import io.ancho.run.lifecycle.Runs;
import io.ancho.run.lifecycle.Snapshot;
import io.ancho.run.lifecycle.StoredRun;
import io.ancho.run.planning.Plan;
import io.ancho.run.planning.Progress;
import io.ancho.run.problem.Outages;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.quota.UserLimits;
import io.ancho.run.storage.UserKeyspaces;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.Traces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;

/**
 * The runs that are not over.
 */
@Component
public class ActiveRuns {

	private static final Logger log = LoggerFactory.getLogger(ActiveRuns.class);

	/** A chunk waits for those of as many others at most, and for its own. */
	private static final int CROWD = PoolShare.CHUNKS_PER_SLOT + 1;

	private final Map<RunId, ActiveRun> active = new ConcurrentHashMap<>();

	private final Runs runs;

	private final ChunkRows chunks;

	private final ActiveRunFactory factory;

	private final UserKeyspaces keyspaces;

	private final TaskExecutor executor;

	private final Lease lease;

	private final Traces traces;

	private final PoolShare share;

	private final UserLimits limits;

	ActiveRuns(Runs runs, ChunkRows chunks, ActiveRunFactory factory, UserKeyspaces keyspaces,
			TaskExecutor applicationTaskExecutor, ExecutionMetrics metrics, Lease lease, Traces traces, PoolShare share,
			UserLimits limits) {
		this.lease = lease;
		this.share = share;
		this.limits = limits;
		share.whenGiven((id) -> applicationTaskExecutor.execute(() -> dealGiven(id)));
		this.traces = traces;
		this.runs = runs;
		this.keyspaces = keyspaces;
		this.chunks = chunks;
		this.factory = factory;
		this.executor = applicationTaskExecutor;
		for (RunState state : RunState.values()) {
			if (!state.isOver()) {
				metrics.watch(state,
						() -> this.active.values().stream().filter((run) -> run.view().run().state() == state).count());
			}
		}
		metrics.watchOutstanding(() -> this.active.values().stream().mapToInt(ActiveRun::outstanding).sum());
	}

	/**
	 * Stores a run and begins with it, without waiting for that.
	 * @param run a run that has just been submitted
	 * @return what there is to see of it
	 */
	public RunView begin(Run run) {
		this.runs.add(run, new Snapshot(Progress.none(run.definition().sequences()), null));
		try (LogContext ignored = LogContext.of(LogField.RUN, run.id())) {
			log.info("Run {} of {} is accepted: {} sequences of {}", run.id(), run.owner(),
					run.definition().sequences(), run.definition().model().name());
		}
		this.traces.keep(run.id().toString(), this.traces.current());
		Plan plan = new Plan(run.definition().sequences(), run.definition().blockSize(), run.createdAt());
		ActiveRun activeRun = this.factory.make(run, plan, null);
		this.active.put(run.id(), activeRun);
		RunView view = activeRun.view();
		this.executor.execute(() -> tick(run.id(), activeRun));
		return view;
	}

	/**
	 * What there is to see of a run.
	 * @param id the run
	 * @return nothing if there is no such run, whoever it may belong to
	 */
	public Optional<RunView> view(RunId id) {
		ActiveRun run = this.active.get(id);
		return (run != null) ? Optional.of(run.view()) : this.runs.find(id).map(RunView::of);
	}

	/**
	 * What there is to see of several runs.
	 * @param ids the runs
	 * @return those there are, in that order
	 */
	public List<RunView> views(List<RunId> ids) {
		List<RunView> views = new ArrayList<>();
		for (StoredRun stored : this.runs.find(ids)) {
			ActiveRun run = this.active.get(stored.run().id());
			views.add((run != null) ? run.view() : RunView.of(stored));
		}
		return views;
	}

	/**
	 * A user's runs that are not over.
	 * @param owner the user
	 * @return the runs, in no order
	 */
	public List<Run> of(String owner) {
		return this.active.values()
			.stream()
			.map((run) -> run.view().run())
			.filter((run) -> run.owner().equals(owner) && !run.state().isOver())
			.toList();
	}

	/**
	 * Cancels a run.
	 * @param id the run
	 * @return the run afterwards, or nothing if it is not active
	 */
	public Optional<RunView> cancel(RunId id) {
		ActiveRun run = this.active.get(id);
		if (run == null) {
			return Optional.empty();
		}
		RunView view;
		try (LogContext ignored = run.logContext()) {
			view = run.cancel();
		}
		this.executor.execute(() -> tick(id, run));
		return Optional.of(view);
	}

	/**
	 * Lets go of a run that is to be deleted, cancelled first if it is not over.
	 * @param id the run
	 * @param intention stores that the run, as given, is to be deleted
	 * @return false if there is no such run
	 * @throws ProblemException if it is just being accepted
	 */
	public boolean handOver(RunId id, Consumer<Run> intention) {
		this.lease.check();
		ActiveRun run = this.active.get(id);
		if (run != null) {
			run.handOver(intention);
			this.active.remove(id, run);
			return true;
		}
		Optional<StoredRun> stored = this.runs.find(id);
		stored.ifPresent((found) -> {
			if (!found.run().state().isOver()) {
				throw new ProblemException(Problem.UNAVAILABLE, "run " + id + " is just being accepted; try again");
			}
			intention.accept(found.run());
		});
		return stored.isPresent();
	}

	private void dealGiven(RunId id) {
		ActiveRun run = this.active.get(id);
		if (run == null) {
			this.share.leave(id);
			return;
		}
		try (LogContext ignored = run.logContext(); Traces.Scope trace = run.traced()) {
			run.dealGiven();
		}
	}

	Optional<ActiveRun> find(String id) {
		return RunId.parse(id).map(this.active::get);
	}

	/**
	 * Takes up all that is not over, as it is stored. What is due is done by the next
	 * {@link #tick}, which may take a while.
	 */
	void restore() {
		this.active.clear();
		this.limits.restore();
		this.share.clear();
		for (RunId id : this.runs.unfinished()) {
			try (LogContext ignored = LogContext.of(LogField.RUN, id)) {
				restore(id);
			}
		}
		if (!this.active.isEmpty()) {
			log.info("Took up {} runs", this.active.size());
		}
	}

	/** A run that cannot be read any more must not keep the others from going on. */
	private void restore(RunId id) {
		try {
			this.runs.find(id).ifPresentOrElse(this::restore, () -> this.runs.finished(id));
		}
		catch (RuntimeException ex) {
			if (Outages.isOutage(ex)) {
				throw ex;
			}
			log.error("Run {} cannot be restored; the others go on", id, ex);
		}
	}

	/** Lets go of all runs, which another instance takes up. */
	void forget() {
		this.active.clear();
	}

	/**
	 * The owner's keyspace may be that of an earlier version still. The row is written as
	 * it was read: whatever an earlier leader still writes is older than that.
	 */
	private void restore(StoredRun stored) {
		Run run = stored.run();
		this.runs.save(run, stored.snapshot());
		this.keyspaces.ensure(run.owner());
		Plan plan = new Plan(run.definition().sequences(), run.definition().blockSize(), this.factory.now());
		this.chunks.restore(run.id(), plan);
		this.active.put(run.id(), this.factory.restored(run, plan, stored.executors()));
	}

	/**
	 * Lets every run catch up, and lets go of those that are over.
	 */
	void tick() {
		this.active.forEach(this::tick);
	}

	private void tick(RunId id, ActiveRun run) {
		if (this.active.get(id) != run) {
			return;
		}
		int crowd = run.view().run().isDedicated() ? 1 : Math.min(this.active.size(), CROWD);
		try (LogContext ignored = run.logContext(); Traces.Scope trace = run.traced()) {
			tick(id, run, crowd);
		}
		if (run.isClosed()) {
			this.active.remove(id);
		}
	}

	private static void tick(RunId id, ActiveRun run, int crowd) {
		try {
			run.tick(crowd);
		}
		catch (RuntimeException ex) {
			log.error("Run {} could not catch up; the others go on", id, ex);
		}
	}

}
