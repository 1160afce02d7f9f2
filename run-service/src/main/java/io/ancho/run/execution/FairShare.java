package io.ancho.run.execution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.ancho.run.lifecycle.RunId;

/**
 * Whose chunk is next in the pool: of the users that want one the one who has had the
 * least time of slots by the user's weight, and of that user's runs again the one that
 * has had the least. A chunk costs what the run's latest took when it is given, and what
 * it took itself once it is in. Who was away has saved nothing up, and whoever there is
 * gets all there is.
 * <p>
 * This is start-time fair queueing (Goyal, Vin and Cheng, 1996) in two levels. Not safe
 * for use by several threads at once.
 */
final class FairShare {

	/** What a chunk is taken to cost as long as nothing is known, in seconds. */
	private static final double EXPECTED = 2;

	private final ToDoubleFunction<String> weights;

	private final ToLongFunction<String> limits;

	private final SharingLevel level = new SharingLevel();

	private final Map<String, User> users = new HashMap<>();

	private final Map<RunId, Entry> runs = new HashMap<>();

	private int inFlight;

	private static final class User extends SharingLevel.Member {

		private final String name;

		private final SharingLevel level = new SharingLevel();

		private final Map<RunId, Entry> runs = new LinkedHashMap<>();

		private int wanting;

		User(String name) {
			this.name = name;
		}

	}

	private static final class Entry extends SharingLevel.Member {

		private final RunId run;

		private final User owner;

		private int wanted;

		/** Chunks that it may still plan, which are in flight already. */
		private int credits;

		/** What its chunks in flight were taken to cost, all together. */
		private double paid;

		private double expected = EXPECTED;

		Entry(RunId run, User owner) {
			this.run = run;
			this.owner = owner;
		}

		boolean wants() {
			return this.wanted > this.credits;
		}

		/** Takes back what some of the chunks in flight were taken to cost. */
		double refund(int chunks) {
			double refund = (inFlight() > 0) ? this.paid * Math.min(1, (double) chunks / inFlight()) : 0;
			this.paid -= refund;
			return refund;
		}

	}

	/**
	 * Nobody shares yet.
	 * @param weights users' weights
	 * @param limits how many chunks users may have at once
	 */
	FairShare(ToDoubleFunction<String> weights, ToLongFunction<String> limits) {
		this.weights = weights;
		this.limits = limits;
	}

	/**
	 * What a run has and wants now.
	 * @param run the run
	 * @param owner its owner
	 * @param outstanding its chunks that are planned and not in
	 * @param wanted how many more it could plan now, at most
	 */
	void want(RunId run, String owner, int outstanding, int wanted) {
		Entry entry = this.runs.computeIfAbsent(run, (id) -> enter(id, owner));
		update(entry, entry.wants(), outstanding, wanted);
	}

	/**
	 * A run has planned what it could of what it was given; the rest goes back.
	 * @param run the run
	 * @param outstanding its chunks that are planned and not in
	 * @param wanted how many more it could plan now, at most
	 */
	void settle(RunId run, int outstanding, int wanted) {
		Entry entry = this.runs.get(run);
		if (entry != null) {
			boolean wantedBefore = entry.wants();
			int unused = Math.max(0, Math.min(entry.inFlight() - outstanding, entry.credits));
			charge(entry, -entry.refund(unused));
			entry.credits = 0;
			update(entry, wantedBefore, outstanding, wanted);
		}
	}

	private void update(Entry entry, boolean wantedBefore, int outstanding, int wanted) {
		entry.wanted = wanted;
		carry(entry, outstanding + entry.credits - entry.inFlight());
		noteWanting(entry, wantedBefore);
	}

	private Entry enter(RunId run, String owner) {
		User user = this.users.computeIfAbsent(owner, User::new);
		Entry entry = new Entry(run, user);
		user.runs.put(run, entry);
		return entry;
	}

	/** Whoever begins to want something begins where the others are. */
	private void noteWanting(Entry entry, boolean before) {
		if (before == entry.wants()) {
			return;
		}
		User user = entry.owner;
		user.wanting += before ? -1 : 1;
		if (!before) {
			user.level.join(entry);
			if (user.wanting == 1) {
				this.level.join(user);
			}
		}
	}

	private void carry(Entry entry, int more) {
		entry.carry(more);
		entry.owner.carry(more);
		this.inFlight += more;
	}

	private void charge(Entry entry, double seconds) {
		entry.owner.level.charge(entry, seconds);
		this.level.charge(entry.owner, seconds / this.weights.applyAsDouble(entry.owner.name));
	}

	/**
	 * How many chunks a run may plan now.
	 * @param run the run
	 * @return 0 or more
	 */
	int given(RunId run) {
		Entry entry = this.runs.get(run);
		return (entry != null) ? entry.credits : 0;
	}

	/**
	 * A chunk of a run has come in.
	 * @param run the run
	 * @param seconds how long it took
	 */
	void counted(RunId run, double seconds) {
		Entry entry = this.runs.get(run);
		if (entry != null) {
			entry.expected = seconds;
			charge(entry, seconds - entry.refund(1));
			carry(entry, -1);
		}
	}

	/**
	 * A run wants nothing any more, ever. Safe to repeat.
	 * @param run the run
	 */
	void leave(RunId run) {
		Entry entry = this.runs.get(run);
		if (entry != null) {
			settle(run, 0, 0);
			this.runs.remove(run);
			entry.owner.runs.remove(run);
			this.users.values().removeIf((user) -> user.runs.isEmpty() && this.level.hasCaughtUpWith(user));
		}
	}

	/**
	 * Gives to those whose turn it is, until the pool is full or nobody wants more.
	 * @param room how many chunks the pool takes
	 * @return the runs that were given something
	 */
	Set<RunId> give(int room) {
		Set<RunId> given = new LinkedHashSet<>();
		while (this.inFlight < room) {
			User user = this.level.next(this.users.values(), this::mayHaveMore);
			if (user == null) {
				break;
			}
			Entry entry = user.level.next(user.runs.values(), Entry::wants);
			if (entry == null) {
				throw new IllegalStateException("user " + user.name + " wants something and no run does");
			}
			give(user, entry);
			given.add(entry.run);
		}
		return given;
	}

	private boolean mayHaveMore(User user) {
		return user.wanting > 0 && user.inFlight() < this.limits.applyAsLong(user.name);
	}

	private void give(User user, Entry entry) {
		entry.credits++;
		carry(entry, 1);
		entry.paid += entry.expected;
		charge(entry, entry.expected);
		if (!entry.wants()) {
			user.wanting--;
		}
	}

	/**
	 * How many chunks of a user are in the pool, or may be planned.
	 * @param owner the user
	 * @return 0 or more
	 */
	int inFlight(String owner) {
		User user = this.users.get(owner);
		return (user != null) ? user.inFlight() : 0;
	}

	/**
	 * Forgets everybody.
	 */
	void clear() {
		this.users.clear();
		this.runs.clear();
		this.inFlight = 0;
	}

}
