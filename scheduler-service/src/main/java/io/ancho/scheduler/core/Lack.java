package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What the best of the offers seen lacked for an executor: the later in the order of
 * {@link Kind} the obstacle, the better the offer.
 *
 * @param kind what was missing
 * @param amount how much there was of it
 * @param constraint the constraint that was not met, or empty
 * @param at when the offer was seen
 */
record Lack(Kind kind, double amount, String constraint, Instant at) {

	/** Somewhat longer than what is of no use is refused. */
	private static final Duration LASTS = Duration.ofSeconds(Refusal.UNFIT.seconds() + 5);

	enum Kind {

		CPUS, MEMORY, DISK, GPUS, PORTS, NO_GPUS, CONSTRAINT, AVOIDED;

		/** The same in a word for the metrics. */
		String reason() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

	boolean isFresh(Instant now) {
		return now.isBefore(this.at.plus(LASTS));
	}

	boolean isLessThan(Lack other) {
		int order = this.kind.compareTo(other.kind);
		return (order != 0) ? order > 0 : this.amount > other.amount;
	}

	/** What is missing, in a person's words: a clause. */
	String text(Resources wanted) {
		return switch (this.kind) {
			case CPUS -> String.format(Locale.ROOT, "the offers have %.1f of %.0f %s free", down(this.amount, 10),
					wanted.cpus(), (wanted.cpus() == 1) ? "cpu" : "cpus");
			case MEMORY -> String.format(Locale.ROOT, "the offers have %.0f of %.0f MiB of memory free",
					down(this.amount, 1), wanted.memMib());
			case DISK -> String.format(Locale.ROOT, "the offers have %.0f of %.0f MiB of disk free",
					down(this.amount, 1), wanted.diskMib());
			case GPUS -> String.format(Locale.ROOT, "no offer has %.0f %s", wanted.gpus(),
					(wanted.gpus() == 1) ? "GPU" : "GPUs");
			case PORTS -> "the offers have no port free that executors may take";
			case NO_GPUS -> "all that is offered is on agents with GPUs, which are kept for runs that ask for them";
			case CONSTRAINT -> "no offer meets the constraint " + this.constraint;
			case AVOIDED -> "executors failed on the agents that offer enough; they are left alone for a while";
		};
	}

	/** Down, not to the nearest: 0.96 of 1 cpu is not 1.0. */
	private static double down(double amount, double parts) {
		return Math.floor(amount * parts) / parts;
	}

}
