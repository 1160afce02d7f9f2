package io.ancho.run.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.ancho.events.ChunkCompleted;
import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.ChunkFailed;
import io.ancho.events.ChunkImpeded;
import io.ancho.events.ChunkRefused;
import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.SummaryCompleted;
import io.ancho.events.SummaryEvent;
import io.ancho.events.SummaryFailed;
import io.ancho.events.UserKeyspace;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.RunState;
import io.ancho.run.lifecycle.Snapshot;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.quota.Quota;
import io.ancho.run.quota.UserLimits;
import io.ancho.run.planning.CountedChunk;
import io.ancho.run.planning.Plan;
import io.ancho.run.planning.Progress;
import io.ancho.run.problem.Outages;
import io.ancho.telemetry.LogContext;
import io.ancho.telemetry.LogField;
import io.ancho.telemetry.Traces;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that is not over. Reports change what is known of it; then whatever is due by
 * that is done. What fails half-way is taken up again by the next {@link #tick}.
 */
final class ActiveRun {

	private static final Logger log = LoggerFactory.getLogger(ActiveRun.class);

	private final RunJournal journal;

	private final ChunkDesk desk;

	private final Context context;

	/** Null for a run of the pool. */
	private final @Nullable Tail tail;

	private Waiting waiting;

	private final Impediments impediments = new Impediments();

	private final Refusals refusals = new Refusals();

	/** Why the run cannot be completed, or null. */
	private @Nullable String fatal;

	/** Whether it has nothing in the pool because others have, or because it may not. */
	private boolean waitsForTurn;

	/** When the latest chunk was counted, or null. */
	private @Nullable Instant countedAt;

	/** How often in a row it could not get on, though nothing was down. */
	private int setbacks;

	/** What others see, without waiting for what the run is doing. */
	private volatile RunView view;

	/**
	 * What runs share.
	 *
	 * @param pool the pool's slots
	 * @param share who may use them
	 * @param limits how much users may have
	 * @param metrics what is counted
	 * @param listener who hears of changes
	 * @param clock the time
	 * @param version Ancho's version
	 * @param traces the traces that runs belong to
	 */
	record Context(PoolSlots pool, PoolShare share, UserLimits limits, ExecutionMetrics metrics, RunListener listener,
			Clock clock, String version, Traces traces) {
	}

	ActiveRun(Context context, RunJournal.Ports journal, ChunkDesk.Ports desk, Run run, Plan plan,
			@Nullable ExecutorsChanged executors) {
		this.context = context;
		this.journal = new RunJournal(journal, run, this::snapshot);
		this.desk = new ChunkDesk(desk, run, this.journal.queue(), plan);
		ExecutorSpec asked = run.definition().executors();
		this.tail = (asked != null) ? new Tail(run.id(), asked) : null;
		this.waiting = new Waiting(executors);
		this.view = look();
	}

	/** Publishes events, ends the run where something ends it, hands out chunks. */
	private void advance() {
		try {
			this.journal.publish();
			settle();
			if (run().state().isExecuting()) {
				plan();
				this.desk.deal(run().environment());
				tellNeed();
			}
			this.journal.publish();
		}
		finally {
			changed();
		}
	}

	/** What is planned counts in the pool at once, even if it cannot be sent yet. */
	private void plan() {
		if (run().isDedicated()) {
			this.desk.plan(slots(), run().loaded());
			return;
		}
		PoolShare share = this.context.share();
		int most = share.ask(run(), this.desk.outstanding(), this.desk.plan().plannable());
		this.waitsForTurn = most == 0 && this.desk.outstanding() == 0 && this.desk.plan().plannable() > 0;
		this.desk.plan(slots(), run().loaded(), most);
		share.settle(run().id(), this.desk.outstanding(), this.desk.plan().plannable());
	}

	/** Plans what the run was given. */
	synchronized void dealGiven() {
		advanceOrLeaveIt();
	}

	private void tellNeed() {
		if (this.tail != null) {
			this.tail.due(this.desk.left(), now()).ifPresent(this.journal::tell);
		}
	}

	/**
	 * The next tick will make up for what did not work; but what fails again and again
	 * while nothing is down will never work.
	 */
	private void advanceOrLeaveIt() {
		try {
			advance();
			this.setbacks = 0;
		}
		catch (RuntimeException ex) {
			log.warn("Run {} does not get on, and is tried again: {}", run().id(), ex.toString());
			if (!Outages.isOutage(ex) && ++this.setbacks == Impediments.ENOUGH) {
				log.error("Run {} cannot go on", run().id(), ex);
				this.fatal = Reasons.cannotGoOn();
			}
		}
	}

	private void settle() {
		Plan plan = this.desk.plan();
		if (!run().state().isExecuting()) {
			return;
		}
		if (this.fatal != null) {
			end(run().fail(this.fatal, now()));
		}
		else if (plan.failed() > run().definition().maxFailures()) {
			end(run().fail(Reasons.tooManyFailures(run(), plan.failed(), plan.latestFailure()), now()));
		}
		else if (plan.isComplete()) {
			this.journal
				.store(run().sequencesIn(plan.failed(), UserKeyspace.of(run().owner()), this.context.version(), now()));
		}
		else if (isTimedOut()) {
			end(run().fail(Reasons.timedOut(run()), now()));
		}
	}

	private boolean isTimedOut() {
		Duration timeout = run().definition().timeout();
		Instant started = run().startedAt();
		return timeout != null && started != null && started.plus(timeout).isBefore(now());
	}

	private void end(Run ended) {
		this.journal.store(ended);
		this.context.metrics().ended(ended.state());
		log.info("Run {} is {}{}", ended.id(), ended.state(), (ended.reason() != null) ? ": " + ended.reason() : "");
	}

	/**
	 * Counts chunks, each once, however often it is among the reports. The run is stored
	 * as running before the chunks are, so that what was learnt of the model is never
	 * missing.
	 * @param reports the reports, in the order in which they came
	 * @throws IllegalArgumentException if one of the reports is wrong in itself; then
	 * none was counted
	 */
	synchronized void count(List<ChunkCompleted> reports) {
		Map<Long, ChunkCompleted> awaited = awaited(reports);
		if (awaited.isEmpty()) {
			return;
		}
		List<CountedChunk> chunks = awaited.values().stream().map(this.desk::read).toList();
		if (!run().isDedicated()) {
			awaited.values()
				.forEach((report) -> this.context.pool().heard(report.executor(), report.slots(), report.seconds()));
		}
		Run next = run();
		for (ChunkCompleted report : awaited.values()) {
			next = next.progressed(report.model(), now());
		}
		boolean learnt = !Objects.equals(run().loaded(), next.loaded());
		this.journal.store(next);
		if (learnt) {
			checkValues();
		}
		int running = this.waiting.running();
		this.desk.count(chunks, (chunk) -> counted(Objects.requireNonNull(awaited.get(chunk.first())), running));
		this.countedAt = now();
		this.waiting = this.waiting.over();
		advanceOrLeaveIt();
	}

	/** How many values a sequence has is known from the first chunk on. */
	private void checkValues() {
		try {
			this.context.limits().check(run().owner(), Quota.VALUES, 0, run().values());
		}
		catch (ProblemException ex) {
			this.fatal = ex.getMessage();
		}
	}

	private Map<Long, ChunkCompleted> awaited(List<ChunkCompleted> reports) {
		Map<Long, ChunkCompleted> awaited = new LinkedHashMap<>();
		if (run().state().isExecuting()) {
			reports.stream()
				.filter((report) -> this.desk.awaits(report.first()))
				.forEach((report) -> awaited.putIfAbsent(report.first(), report));
		}
		return awaited;
	}

	private void counted(ChunkCompleted report, int running) {
		this.impediments.forget(report.first());
		this.context.share().counted(run().id(), report.seconds());
		if (this.tail != null) {
			this.tail.reported(report.executor(), this.desk.left(), running);
		}
	}

	synchronized void fail(ChunkFailed report) {
		if (run().state().isExecuting() && this.desk.awaits(report.first())) {
			giveUp(Reasons.chunkFailed(run(), this.desk.plan().failed(), report));
		}
	}

	private void giveUp(String reason) {
		this.fatal = reason;
		advanceOrLeaveIt();
	}

	/**
	 * A chunk came back: it is handed out again after a pause, or its run ends.
	 * @param report what was in the way
	 */
	synchronized void impede(ChunkImpeded report) {
		if (!run().state().isExecuting() || !this.desk.awaits(report.first())) {
			return;
		}
		ChunkFailed failure = this.impediments.note(report);
		if (failure != null) {
			giveUp(Reasons.chunkFailed(run(), this.desk.plan().failed(), failure));
			return;
		}
		this.desk.postpone(report.first(), this.impediments.pause(report));
		this.waiting = this.waiting.impeded(report.message());
		changed();
	}

	/**
	 * A chunk came back from an executor that would give it other numbers.
	 * @param report what its environment is
	 */
	synchronized void refuse(ChunkRefused report) {
		if (!run().state().isExecuting() || !this.desk.awaits(report.first())) {
			return;
		}
		LoadedModel model = run().loaded();
		this.refusals.note(report, now());
		this.desk.postpone(report.first(), Refusals.PAUSE);
		this.waiting = this.waiting.refused(this.refusals.reason((model != null) ? model.environment() : null));
		changed();
	}

	/**
	 * Something of the run could not be processed, and never will be.
	 * @param reason why, as the dead letter says
	 */
	synchronized void deadLetter(String reason) {
		if (run().state().isExecuting()) {
			giveUp(Reasons.deadLetter(reason));
		}
		else if (run().state() == RunState.SUMMARIZING) {
			end(run().fail(Reasons.deadLetter(reason), now()));
			advanceOrLeaveIt();
		}
	}

	synchronized void preparing() {
		if (run().state() == RunState.SUBMITTED) {
			this.waiting = this.waiting.preparing();
			changed();
		}
	}

	synchronized void executors(ExecutorsChanged report) {
		if (this.waiting.isNews(report)) {
			this.journal.storeExecutors(report);
			this.waiting = this.waiting.with(report, run().state());
			changed();
			ExecutorsChanged.Trouble trouble = report.trouble();
			if (trouble != null && isHopeless(trouble)) {
				giveUp(Reasons.cannotLaunch(trouble));
			}
		}
	}

	/** Whoever gets on has executors, whatever the scheduler thinks of others. */
	private boolean isHopeless(ExecutorsChanged.Trouble trouble) {
		return trouble.givenUp() && run().state().isExecuting()
				&& (this.countedAt == null || this.countedAt.isBefore(trouble.since()));
	}

	synchronized void summarised(SummaryEvent report) {
		if (run().state() != RunState.SUMMARIZING) {
			return;
		}
		if (report instanceof SummaryFailed failed) {
			end(run().fail(Reasons.noSummary(failed.reason()), now()));
		}
		else if (report instanceof SummaryCompleted) {
			end(run().complete(now()));
		}
		advanceOrLeaveIt();
	}

	/**
	 * Cancels the run.
	 * @return the run afterwards, whether it was cancelled by this or over before
	 */
	synchronized RunView cancel() {
		if (!run().state().isOver()) {
			end(run().cancel(now()));
			changed();
		}
		return this.view;
	}

	/**
	 * Cancels the run, unless it is over, and leaves everything else to whoever deletes
	 * it: once the intention is stored nothing is stored or published of it here.
	 * @param intention stores that the run, as given, is to be deleted
	 */
	synchronized void handOver(Consumer<Run> intention) {
		boolean over = run().state().isOver();
		Run last = over ? run() : run().cancel(now());
		intention.accept(last);
		this.journal.handOver(last);
		if (!over) {
			this.context.metrics().ended(last.state());
		}
		changed();
	}

	/**
	 * Catches up with whatever time alone makes due.
	 * @param crowd how many runs share the run's queue
	 */
	synchronized void tick(int crowd) {
		this.desk.resendPostponed();
		if (run().state().isExecuting() && this.waiting.canExecute(run().isDedicated())) {
			boolean recalled = this.desk.recall(crowd, crowd == 1 && isIdle());
			if (recalled && this.tail != null) {
				this.tail.more();
			}
		}
		advanceOrLeaveIt();
	}

	/** Whether there are slots that have nothing to do. */
	private boolean isIdle() {
		Integer left = this.desk.left();
		ExecutorSpec executors = run().definition().executors();
		int slots = (executors != null) ? this.waiting.running() * executors.cpus() : this.context.pool().count();
		return left != null && left < slots;
	}

	RunView view() {
		return this.view;
	}

	/** Log lines are about this run and its owner until it is closed. */
	LogContext logContext() {
		Run run = this.view.run();
		return LogContext.of(LogField.RUN, run.id()).and(LogField.USER, run.owner());
	}

	/** What is done belongs to this run's trace until it is closed. */
	Traces.Scope traced() {
		Traces traces = this.context.traces();
		return traces.within(traces.of(this.view.run().id().toString()));
	}

	private @Nullable String reason() {
		boolean forTurn = this.waitsForTurn && run().state().isExecuting() && this.waiting.reason() == null;
		return forTurn ? Reasons.waitsForTurn() : this.waiting.reason();
	}

	private RunView look() {
		String reason = run().state().isOver() ? null : reason();
		return new RunView(run(), progress(), this.desk.plan().statistics(),
				run().isDedicated() ? this.waiting.executors() : null, reason);
	}

	synchronized boolean isClosed() {
		return this.journal.isClosed();
	}

	synchronized int outstanding() {
		return run().state().isExecuting() ? this.desk.outstanding() : 0;
	}

	private Snapshot snapshot() {
		return new Snapshot(progress(), this.desk.plan().statistics());
	}

	private Progress progress() {
		Progress progress = this.desk.plan().progress(now());
		return run().state().isExecuting() ? progress : progress.still();
	}

	private int slots() {
		ExecutorSpec executors = run().definition().executors();
		return (executors != null) ? executors.count() * executors.cpus() : this.context.pool().count();
	}

	private void changed() {
		if (!run().state().isExecuting()) {
			this.context.share().leave(run().id());
		}
		this.view = look();
		this.context.listener().changed(this.view);
	}

	private Run run() {
		return this.journal.run();
	}

	private Instant now() {
		return this.context.clock().instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
