package io.ancho.run.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.ancho.run.execution.ActiveRuns;
import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.RunId;
import io.ancho.run.lifecycle.RunState;
import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.storage.Page;

import org.springframework.stereotype.Component;

/**
 * The runs of each user. What belongs to somebody else does not exist.
 */
@Component
public class Registry {

	/** How many runs one request looks at, so that a filter that fits nothing ends. */
	private static final int MAX_LOOKED_AT = 2000;

	private static final int BATCH = 100;

	private final ActiveRuns runs;

	private final OwnedRuns owned;

	Registry(ActiveRuns runs, OwnedRuns owned) {
		this.runs = runs;
		this.owned = owned;
	}

	/**
	 * A user's run.
	 * @param owner the user
	 * @param id the run's id, as the client gave it
	 * @return the run
	 * @throws ProblemException if this user has no such run
	 */
	public RunView get(String owner, String id) {
		return RunId.parse(id)
			.flatMap(this.runs::view)
			.filter((view) -> view.run().owner().equals(owner))
			.orElseThrow(() -> ProblemException.notFound("run " + id));
	}

	/**
	 * Cancels a user's run.
	 * @param owner the user
	 * @param id the run's id, as the client gave it
	 * @return whether it was active, and the run afterwards
	 * @throws ProblemException if it is over otherwise than by being cancelled
	 */
	Cancelled cancel(String owner, String id) {
		RunView before = get(owner, id);
		Optional<RunView> cancelled = before.run().state().isOver() ? Optional.empty()
				: this.runs.cancel(before.run().id());
		RunView after = cancelled.orElseGet(() -> get(owner, id));
		if (after.run().state() != RunState.CANCELLED) {
			throw new ProblemException(Problem.CONFLICT, "run " + id + " is over: it is " + after.run().state());
		}
		return new Cancelled(after, before.run().state() != RunState.CANCELLED);
	}

	/**
	 * What cancelling came to.
	 *
	 * @param view the run, cancelled
	 * @param byThis whether it was not cancelled before
	 */
	record Cancelled(RunView view, boolean byThis) {
	}

	/**
	 * The newest of a user's runs that is as wanted, of all the user has.
	 * @param owner the user
	 * @param wanted which run
	 * @return nothing if none is
	 */
	public Optional<RunView> findFirst(String owner, Predicate<RunView> wanted) {
		Optional<RunId> after = Optional.empty();
		while (true) {
			List<OwnedRuns.Entry> batch = this.owned.after(owner, after, BATCH);
			Optional<RunView> found = views(batch).stream().filter(wanted).findFirst();
			if (found.isPresent() || batch.size() < BATCH) {
				return found;
			}
			after = Optional.of(batch.get(batch.size() - 1).id());
		}
	}

	/**
	 * All users' runs that were over before a time, without order. Ids tell when runs
	 * were submitted, so only those that are old enough are looked at.
	 * @param time the time
	 * @return the runs, looked for as they are iterated over
	 */
	public Iterable<RunView> endedBefore(Instant time) {
		return () -> this.owned.submittedBefore(time)
			.flatMap((entry) -> this.runs.view(entry.id()).stream())
			.filter((view) -> view.run().endedAt() != null && view.run().endedAt().isBefore(time))
			.iterator();
	}

	private List<RunView> views(List<OwnedRuns.Entry> entries) {
		return this.runs.views(entries.stream().map(OwnedRuns.Entry::id).toList());
	}

	/**
	 * A user's runs, newest first.
	 * @param owner the user
	 * @param filter which of them
	 * @param cursor where to go on, or empty for the start
	 * @param limit at most so many
	 * @return a page; where few runs pass the filter it may hold fewer and yet not be the
	 * last
	 */
	Page<RunView> list(String owner, RunFilter filter, Optional<String> cursor, int limit) {
		List<RunView> found = new ArrayList<>();
		Optional<RunId> after = cursor.map(Page::position).map((id) -> RunId.parse(id).orElseThrow(Page::badCursor));
		for (int looked = 0; looked < MAX_LOOKED_AT; looked += BATCH) {
			List<OwnedRuns.Entry> batch = this.owned.after(owner, after, BATCH);
			for (RunView view : views(batch.stream().filter(filter::mayPass).toList())) {
				if (found.size() == limit) {
					return new Page<>(found, Page.cursor(found.get(limit - 1).run().id().toString()));
				}
				if (filter.passes(view)) {
					found.add(view);
				}
			}
			if (batch.size() < BATCH) {
				return new Page<>(found, null);
			}
			after = Optional.of(batch.get(batch.size() - 1).id());
		}
		return new Page<>(found, after.map((id) -> Page.cursor(id.toString())).orElse(null));
	}

}
