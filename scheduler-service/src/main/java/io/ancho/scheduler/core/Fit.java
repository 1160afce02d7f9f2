package io.ancho.scheduler.core;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import io.ancho.events.ExecutorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Whether an executor fits into one of some offers, and if not, what is missing.
 */
final class Fit {

	private Fit() {
	}

	static boolean fits(ExecutorSpec spec, Offer offer, Collection<Executor> others) {
		return obstacle(spec, List.of(offer), others) == null;
	}

	/**
	 * What is missing, in a person's words. Of several lacks the most basic is told.
	 * @param spec what is wanted
	 * @param offers what is there
	 * @param others the run's other executors
	 * @return a clause, or null if nothing is missing
	 */
	static @Nullable String obstacle(ExecutorSpec spec, List<Offer> offers, Collection<Executor> others) {
		if (offers.isEmpty()) {
			return "Mesos offers nothing at present";
		}
		List<Offer> left = those(offers, (offer) -> offer.cpus() >= spec.cpus());
		if (left.isEmpty()) {
			return String.format(Locale.ROOT, "the offers have %.1f of %d %s free", most(offers, Offer::cpus),
					spec.cpus(), (spec.cpus() == 1) ? "cpu" : "cpus");
		}
		List<Offer> enoughCpus = left;
		left = those(left, (offer) -> offer.memMib() >= spec.memMib());
		if (left.isEmpty()) {
			return String.format(Locale.ROOT, "the offers have %.0f of %d MiB of memory free",
					most(enoughCpus, Offer::memMib), spec.memMib());
		}
		left = those(left, (offer) -> offer.gpus() >= spec.gpus());
		if (left.isEmpty()) {
			return "the offers have fewer than " + spec.gpus() + " GPUs free";
		}
		left = those(left, (offer) -> !offer.ports().isEmpty());
		if (left.isEmpty()) {
			return "the offers have no port free";
		}
		return unmetConstraint(spec, left, others);
	}

	private static @Nullable String unmetConstraint(ExecutorSpec spec, List<Offer> offers,
			Collection<Executor> others) {
		List<Offer> left = offers;
		for (List<String> words : spec.constraints()) {
			Constraint constraint = Constraint.of(words);
			left = those(left, (offer) -> constraint.isMetBy(offer, others));
			if (left.isEmpty()) {
				return "no offer meets the constraint " + constraint;
			}
		}
		return null;
	}

	private static List<Offer> those(List<Offer> offers, Predicate<Offer> condition) {
		return offers.stream().filter(condition).toList();
	}

	private static double most(List<Offer> offers, ToDoubleFunction<Offer> amount) {
		// Down, not to the nearest: 0.96 of 1 cpu is not 1.0.
		return Math.floor(offers.stream().mapToDouble(amount).max().orElse(0) * 10) / 10;
	}

}
