package io.ancho.scheduler.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A constraint on the agents of a run's executors, with Marathon's operators and their
 * meaning there. A constraint that makes no sense is never met.
 *
 * @param field an agent's attribute, or {@code hostname}
 * @param operator the operator
 * @param value its value, empty if there is none
 */
record Constraint(String field, String operator, String value) {

	static Constraint of(List<String> words) {
		return new Constraint(words.isEmpty() ? "" : words.get(0), (words.size() > 1) ? words.get(1) : "",
				(words.size() > 2) ? words.get(2) : "");
	}

	static boolean isHostname(String field) {
		return field.equals("hostname") || field.equals("@hostname");
	}

	/**
	 * Whether an executor may be launched there.
	 * @param offer the agent's offer
	 * @param others the run's other executors
	 * @return whether the constraint is met
	 */
	boolean isMetBy(Offer offer, Collection<Executor> others) {
		String here = offer.attribute(this.field);
		if (this.operator.equals("UNLIKE")) {
			return here == null || !matches(here);
		}
		if (here == null) {
			return false;
		}
		Map<String, Long> counts = others.stream()
			.map((executor) -> executor.attribute(this.field))
			.filter(Objects::nonNull)
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		return isMetBy(here, counts);
	}

	private boolean isMetBy(String here, Map<String, Long> counts) {
		long sameHere = counts.getOrDefault(here, 0L);
		return switch (this.operator) {
			case "LIKE" -> matches(here);
			case "IS" -> here.equals(this.value);
			case "UNIQUE" -> sameHere == 0;
			case "CLUSTER" -> this.value.isEmpty() ? counts.isEmpty() || sameHere > 0 : here.equals(this.value);
			case "MAX_PER" -> number() != null && sameHere < number();
			case "GROUP_BY" -> sameHere <= fewest(counts);
			default -> false;
		};
	}

	/**
	 * The size of the smallest group, counting groups that are still to come as empty.
	 */
	private long fewest(Map<String, Long> counts) {
		Long groups = number();
		boolean more = counts.isEmpty() || (groups != null && counts.size() < groups);
		return more ? 0 : Collections.min(counts.values());
	}

	private boolean matches(String here) {
		try {
			return Pattern.matches(this.value, here);
		}
		catch (PatternSyntaxException ex) {
			return false;
		}
	}

	private @Nullable Long number() {
		return this.value.matches("\\d{1,9}") ? Long.valueOf(this.value) : null;
	}

	@Override
	public String toString() {
		return (this.field + " " + this.operator + " " + this.value).strip();
	}

}
