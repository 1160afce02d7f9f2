package io.ancho.scheduler.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The brake for disasters. When much of the cluster vanishes at once it is more likely to
 * be cut off than to be dead, and will be back: for a while nothing is replaced.
 *
 * @param losses what vanished of late, second by second
 * @param until when replacing goes on; in the past if it was never stopped
 * @param reason why it was stopped, as a clause
 */
record Brake(List<Loss> losses, Instant until, String reason) {

	static final Brake OFF = new Brake(List.of(), Instant.EPOCH, "");

	/**
	 * What vanished within a second.
	 *
	 * @param second when
	 * @param agents how many agents
	 * @param unreachable how many executors that are still remembered
	 * @param gone how many that are not
	 */
	record Loss(Instant second, int agents, int unreachable, int gone) {

		static Loss agent(Instant now) {
			return new Loss(now.truncatedTo(ChronoUnit.SECONDS), 1, 0, 0);
		}

		static Loss unreachable(Instant now) {
			return new Loss(now.truncatedTo(ChronoUnit.SECONDS), 0, 1, 0);
		}

		static Loss gone(Instant now) {
			return new Loss(now.truncatedTo(ChronoUnit.SECONDS), 0, 0, 1);
		}

		private Loss plus(Loss other) {
			return new Loss(this.second, this.agents + other.agents, this.unreachable + other.unreachable,
					this.gone + other.gone);
		}

	}

	boolean isOn(Instant now) {
		return now.isBefore(this.until);
	}

	Brake with(Loss loss, Policy.Brake policy) {
		Instant since = loss.second().minus(policy.within());
		List<Loss> before = this.losses.stream().filter((past) -> past.second().isAfter(since)).toList();
		Loss last = before.isEmpty() ? null : before.get(before.size() - 1);
		List<Loss> after = (last != null && last.second().equals(loss.second()))
				? Stream.concat(before.stream().limit(before.size() - 1L), Stream.of(last.plus(loss))).toList()
				: Stream.concat(before.stream(), Stream.of(loss)).toList();
		return new Brake(after, this.until, this.reason);
	}

	/**
	 * Puts it on if too much has vanished.
	 * @param agents how many agents are left
	 * @param executors how many executors are remembered
	 * @param policy how much is too much
	 * @param now the time
	 * @return the brake, the same if it is not put on
	 */
	Brake tried(int agents, int executors, Policy.Brake policy, Instant now) {
		int lostAgents = sum(Loss::agents);
		int lostExecutors = sum((loss) -> loss.unreachable() + loss.gone());
		if (tooMany(lostExecutors, executors + sum(Loss::gone), policy)) {
			return on(lostExecutors, executors + sum(Loss::gone), "executors", policy, now);
		}
		if (tooMany(lostAgents, agents + lostAgents, policy)) {
			return on(lostAgents, agents + lostAgents, "agents", policy, now);
		}
		return this;
	}

	private int sum(ToIntFunction<Loss> count) {
		return this.losses.stream().mapToInt(count).sum();
	}

	private static boolean tooMany(int lost, int all, Policy.Brake policy) {
		return lost >= policy.atLeast() && lost > policy.share() * all;
	}

	private static Brake on(int lost, int all, String what, Policy.Brake policy, Instant now) {
		Instant until = now.plus(policy.pause());
		return new Brake(List.of(), until,
				String.format(Locale.ROOT, "%d of %d %s vanished within %d s; nothing is replaced until %s", lost, all,
						what, policy.within().toSeconds(), until.truncatedTo(ChronoUnit.SECONDS)));
	}

}
