package io.ancho.scheduler.core;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a run waits for, in a person's words.
 */
final class Obstacles {

	/** How long an answer to a revival may take. */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private Obstacles() {
	}

	static @Nullable String waiting(Transition transition, WantedRun run) {
		int missing = transition.missing(run);
		if (missing == 0) {
			return null;
		}
		String executors = (run.needed() == 1) ? " executor waits: " : " executors wait: ";
		return missing + " of " + run.needed() + executors + obstacle(transition, run);
	}

	private static String obstacle(Transition transition, WantedRun run) {
		if (!transition.subscribed) {
			return "there is no connection to Mesos";
		}
		if (transition.isBraked(run)) {
			return transition.brake.reason();
		}
		Failures failures = run.failures();
		if (failures.last() != null) {
			return attempts(failures.inARow()) + failures.last().text() + "; " + next(transition, run);
		}
		return failures.delay(transition.now)
				? "the last one ended as if the run were over; the next is launched at " + time(failures.notBefore())
				: offers(transition, transition.requirements(run));
	}

	private static String attempts(int inARow) {
		return (inARow == 1) ? "the last attempt failed " : "the last " + inARow + " attempts failed, the latest ";
	}

	private static String next(Transition transition, WantedRun run) {
		if (Launches.isOnTrial(transition, run)) {
			return "one executor is tried before the others";
		}
		return nextAttempt(transition, run).map((at) -> "the next is at " + time(at))
			.orElseGet(() -> "for the next " + offers(transition, transition.requirements(run)));
	}

	/** When a run is given an executor again, if that is known. */
	static Optional<Instant> nextAttempt(Transition transition, WantedRun run) {
		if (run.failures().delay(transition.now)) {
			return Optional.of(run.failures().notBefore());
		}
		Lack lack = transition.lacks.get(transition.requirements(run));
		boolean avoided = lack != null && lack.isFresh(transition.now) && lack.kind() == Lack.Kind.AVOIDED;
		boolean alone = transition.agents.known().size() <= run.failures().agents().size();
		return (avoided || alone) ? transition.agents.nextReturn(transition.now) : Optional.empty();
	}

	/** To the second that begins next. */
	private static String time(Instant at) {
		return TIME.format(at.plusNanos(999_999_999));
	}

	private static String offers(Transition transition, Requirements requirements) {
		Lack lack = transition.lacks.get(requirements);
		if (lack != null && lack.isFresh(transition.now)) {
			return lack.text(requirements.resources());
		}
		return transition.now.isBefore(transition.revivedAt.plus(PATIENCE)) ? "Mesos has been asked for offers"
				: "Mesos offers nothing at present";
	}

}
