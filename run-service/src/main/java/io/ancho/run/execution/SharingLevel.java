package io.ancho.run.execution;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Members that share something by turns. Each has a time, which grows by what it gets;
 * the one with the least is next, and of equals the one that has the least at the moment,
 * and then the one that was served longest ago.
 */
final class SharingLevel {

	private static final Comparator<Member> ORDER = Comparator.<Member>comparingDouble((member) -> member.time)
		.thenComparingInt((member) -> member.inFlight)
		.thenComparingLong((member) -> member.served);

	/** The time of whoever was served last. */
	private double now;

	private long served;

	/** Who shares. */
	abstract static class Member {

		private double time;

		private long served;

		private int inFlight;

		/** How much of the shared it has at the moment. */
		int inFlight() {
			return this.inFlight;
		}

		void carry(int more) {
			this.inFlight += more;
		}

	}

	/** Whoever comes begins where the others are. */
	void join(Member member) {
		member.time = Math.max(member.time, this.now);
	}

	/** What it gets costs it time. What is given back is of no use for later. */
	void charge(Member member, double seconds) {
		member.time = (seconds < 0) ? Math.max(this.now, member.time + seconds) : member.time + seconds;
	}

	/** Whether it makes no difference any more what a member had. */
	boolean hasCaughtUpWith(Member member) {
		return member.time <= this.now;
	}

	/** Whose turn it is; its time is the others' from now on. */
	<M extends Member> @Nullable M next(Collection<M> members, Predicate<M> wants) {
		M next = members.stream().filter(wants).min(ORDER).orElse(null);
		if (next != null) {
			Member served = next;
			this.now = Math.max(this.now, served.time);
			served.served = ++this.served;
		}
		return next;
	}

}
