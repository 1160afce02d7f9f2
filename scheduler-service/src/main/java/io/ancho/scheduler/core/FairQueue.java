package io.ancho.scheduler.core;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who is served next: of the users the one with the smallest dominant share of the
 * cluster for the user's weight, and of that user's runs the one with the smallest. A run
 * that has had its fill, or finds no room, leaves.
 */
final class FairQueue {

	private final TreeSet<User> users = new TreeSet<>(
			Comparator.comparingDouble(User::share).thenComparing(User::oldest, Turn.ORDER));

	/** A user's runs that wait, and what the user has. */
	private static final class User {

		private final TreeSet<Turn> turns = new TreeSet<>(Turn.ORDER);

		private final Resources total;

		private Resources used;

		private double weight = 1;

		private Instant weighedAt = Instant.MIN;

		private double share;

		User(Resources used, Resources total) {
			this.used = used;
			this.total = total;
		}

		/** What the run that was submitted last says of the user's weight is true. */
		void add(Turn turn) {
			this.turns.add(turn);
			WantedRun run = turn.run();
			if (run.submittedAt().isAfter(this.weighedAt)) {
				this.weighedAt = run.submittedAt();
				this.weight = run.weight();
			}
			this.share = this.used.dominantShare(this.total) / this.weight;
		}

		void gets(Resources more) {
			this.used = this.used.plus(more);
			this.share = this.used.dominantShare(this.total) / this.weight;
		}

		double share() {
			return this.share;
		}

		Turn oldest() {
			return this.turns.first();
		}

	}

	FairQueue(Collection<Turn> turns, Map<String, Resources> used, Resources total) {
		Map<String, User> byName = new HashMap<>();
		for (Turn turn : turns) {
			User user = byName.computeIfAbsent(turn.run().owner(),
					(name) -> new User(used.getOrDefault(name, Resources.NONE), total));
			user.add(turn);
		}
		this.users.addAll(byName.values());
	}

	/**
	 * Serves one after the other until nobody is left.
	 * @param place places one executor of the run whose turn it is, and tells whether
	 * there was room
	 */
	void serve(Predicate<Turn> place) {
		for (User user = this.users.pollFirst(); user != null; user = this.users.pollFirst()) {
			Turn turn = Objects.requireNonNull(user.turns.pollFirst());
			boolean placed = place.test(turn);
			if (placed) {
				user.gets(turn.each());
			}
			if (placed && !turn.served()) {
				user.turns.add(turn);
			}
			if (!user.turns.isEmpty()) {
				this.users.add(user);
			}
		}
	}

}
