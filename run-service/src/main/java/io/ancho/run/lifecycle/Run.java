package io.ancho.run.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.ancho.events.ChunkCompleted.LoadedModel;
import io.ancho.events.Environment;
import io.ancho.events.Output;
import io.ancho.events.Placement;
import io.ancho.events.Provenance;
import io.ancho.events.RunEnded;
import io.ancho.events.RunEnded.FinalState;
import io.ancho.events.RunEvent;
import io.ancho.events.RunSubmitted;
import io.ancho.events.SequencesCompleted;
import org.jspecify.annotations.Nullable;

/**
 * A run at one moment. Each transition checks the state and gives the next value, with
 * the event that announces it among those still to be published.
 *
 * @param id its id
 * @param owner the user it belongs to
 * @param definition what it is to do
 * @param state where it is
 * @param reason why it failed, for a person, or null
 * @param createdAt when it was accepted
 * @param startedAt when its first chunk came in, or null
 * @param endedAt when it was over, or null
 * @param loaded what is known of its model, or null before its first chunk came in
 * @param unpublished the events still to be published, in order
 */
public record Run(RunId id, String owner, RunDefinition definition, RunState state, @Nullable String reason,
		Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable LoadedModel loaded,
		List<RunEvent> unpublished) {

	/**
	 * A run that has just been accepted.
	 * @param id its id
	 * @param owner the user
	 * @param definition what it is to do
	 * @param queue the topic its chunks go to
	 * @param now when
	 * @return the run, with its first event
	 */
	public static Run submit(RunId id, String owner, RunDefinition definition, String queue, Instant now) {
		return new Run(id, owner, definition, RunState.SUBMITTED, null, now, null, null, null,
				List.of(submitted(id, owner, definition, queue, now)));
	}

	private static RunSubmitted submitted(RunId id, String owner, RunDefinition definition, String queue, Instant now) {
		return new RunSubmitted(id.toString(), owner, null, definition.name(), definition.placement(), queue,
				definition.executors(), now);
	}

	/**
	 * The run with the event again that others work for it by. Whoever has it does
	 * nothing new; but it may have got lost with the broker, or with what others had
	 * stored.
	 * @param queue the topic its chunks go to
	 * @param failed how many of its sequences have failed
	 * @param keyspace where the results are
	 * @param version Ancho's version
	 * @param now when
	 * @return the run, itself if all of it is still to be published
	 */
	public Run told(String queue, long failed, String keyspace, String version, Instant now) {
		if (!this.unpublished.isEmpty()) {
			return this;
		}
		if (this.state == RunState.SUMMARIZING) {
			return with(sequencesCompleted(failed, keyspace, version, now));
		}
		boolean needsExecutors = this.state.isExecuting() && isDedicated();
		return needsExecutors ? with(submitted(this.id, this.owner, this.definition, queue, this.createdAt)) : this;
	}

	private Run with(RunEvent event) {
		return new Run(this.id, this.owner, this.definition, this.state, this.reason, this.createdAt, this.startedAt,
				this.endedAt, this.loaded, List.of(event));
	}

	/**
	 * A chunk has come in: the run runs, and its model is known. May be repeated.
	 * @param model what was learnt about the model
	 * @param now when
	 * @return the run, itself if nothing is new
	 */
	public Run progressed(LoadedModel model, Instant now) {
		LoadedModel known = (this.loaded != null) ? learnt(this.loaded, model) : model;
		boolean learnt = !known.equals(this.loaded);
		if (this.state == RunState.RUNNING) {
			return learnt ? new Run(this.id, this.owner, this.definition, this.state, this.reason, this.createdAt,
					this.startedAt, this.endedAt, known, this.unpublished) : this;
		}
		check(RunState.RUNNING);
		return new Run(this.id, this.owner, this.definition, RunState.RUNNING, null, this.createdAt, now, null, known,
				this.unpublished);
	}

	/**
	 * The outputs are known from the first sequence that has some; one chunk without a
	 * wall is enough to be told.
	 */
	private static LoadedModel learnt(LoadedModel known, LoadedModel model) {
		boolean unwalled = LoadedModel.NO_SANDBOX.equals(model.sandbox());
		LoadedModel better = (known.outputs().isEmpty() && !model.outputs().isEmpty()) ? model : known;
		String sandbox = unwalled ? LoadedModel.NO_SANDBOX : known.sandbox();
		return new LoadedModel(better.batch(), better.outputs(), better.python(), better.packages(), sandbox,
				known.environment());
	}

	/**
	 * All sequences are in.
	 * @param failed how many of them failed
	 * @param keyspace where the results are
	 * @param version Ancho's version
	 * @param now when
	 * @return the run, to be summarised
	 */
	public Run sequencesIn(long failed, String keyspace, String version, Instant now) {
		check(RunState.SUMMARIZING);
		return become(RunState.SUMMARIZING, null, null, sequencesCompleted(failed, keyspace, version, now));
	}

	private SequencesCompleted sequencesCompleted(long failed, String keyspace, String version, Instant now) {
		LoadedModel model = this.loaded;
		if (model == null) {
			throw new IllegalStateException("run " + this.id + " runs and its model is not known");
		}
		Provenance provenance = new Provenance(this.definition.model().id(),
				Map.of("archive", this.definition.model().id()), this.definition.seed(), model.python(),
				model.packages(), version, model.sandbox(), model.environment(), this.definition.reproducible());
		return new SequencesCompleted(this.id.toString(), this.owner, keyspace, this.definition.sequences(), failed,
				model.outputs(), this.definition.targets(), this.definition.quantiles(), provenance, now);
	}

	/**
	 * The summary is there.
	 * @param now when
	 * @return the run, over
	 */
	public Run complete(Instant now) {
		return end(RunState.COMPLETED, FinalState.COMPLETED, null, now);
	}

	/**
	 * It cannot be completed.
	 * @param reason why, and what to do about it
	 * @param now when
	 * @return the run, over
	 */
	public Run fail(String reason, Instant now) {
		return end(RunState.FAILED, FinalState.FAILED, reason, now);
	}

	/**
	 * The user does not want it any more.
	 * @param now when
	 * @return the run, over
	 */
	public Run cancel(Instant now) {
		return end(RunState.CANCELLED, FinalState.CANCELLED, null, now);
	}

	/**
	 * The first of the unpublished events has been published.
	 * @return the run without it
	 */
	public Run published() {
		return new Run(this.id, this.owner, this.definition, this.state, this.reason, this.createdAt, this.startedAt,
				this.endedAt, this.loaded, this.unpublished.subList(1, this.unpublished.size()));
	}

	/**
	 * How many values its sequences have in all. Until the first chunk is in each counts
	 * as one.
	 * @return a number that may be larger than any long
	 */
	public double values() {
		long width = (this.loaded != null) ? this.loaded.outputs().stream().mapToLong(Output::width).sum() : 1;
		return (double) this.definition.sequences() * Math.max(1, width);
	}

	/**
	 * The environment that all its sequences are executed in.
	 * @return its digest, or null while it is not known
	 */
	public @Nullable String environment() {
		Environment environment = (this.loaded != null) ? this.loaded.environment() : null;
		return (environment != null) ? environment.digest() : null;
	}

	/**
	 * Whether its chunks have a queue of their own.
	 * @return false if they go to the pool
	 */
	public boolean isDedicated() {
		return this.definition.placement() == Placement.DEDICATED;
	}

	private Run end(RunState next, FinalState state, @Nullable String reason, Instant now) {
		check(next);
		return become(next, reason, now, new RunEnded(this.id.toString(), this.owner, state, reason, now));
	}

	private Run become(RunState next, @Nullable String reason, @Nullable Instant endedAt, RunEvent event) {
		return new Run(this.id, this.owner, this.definition, next, reason, this.createdAt, this.startedAt, endedAt,
				this.loaded, Stream.concat(this.unpublished.stream(), Stream.of(event)).toList());
	}

	private void check(RunState next) {
		if (!this.state.mayBecome(next)) {
			throw new IllegalTransitionException(this.id, this.state, next);
		}
	}

}
