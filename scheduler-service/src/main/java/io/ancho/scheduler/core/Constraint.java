package io.ancho.scheduler.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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

	/** Whether it wants executors apart from each other. */
	boolean spreads() {
		return this.operator.equals("GROUP_BY") || this.operator.equals("UNIQUE");
	}

	/**
	 * Whether an executor may be launched there.
	 * @param offer the agent's offer
	 * @param others how many other executors the run has at each value of the field
	 * @return whether the constraint is met
	 */
	boolean isMetBy(Offer offer, Map<String, Integer> others) {
		String here = offer.attribute(this.field);
		if (this.operator.equals("UNLIKE")) {
			return here == null || !matches(here);
		}
		return here != null && isMetBy(here, others);
	}

	private boolean isMetBy(String here, Map<String, Integer> others) {
		int sameHere = others.getOrDefault(here, 0);
		return switch (this.operator) {
			case "LIKE" -> matches(here);
			case "IS" -> here.equals(this.value);
			case "UNIQUE" -> sameHere == 0;
			case "CLUSTER" -> this.value.isEmpty() ? others.isEmpty() || sameHere > 0 : here.equals(this.value);
			case "MAX_PER" -> number() != null && sameHere < number();
			case "GROUP_BY" -> sameHere <= fewest(others);
			default -> false;
		};
	}

	/**
	 * The size of the smallest group, counting groups that are still to come as empty.
	 */
	private int fewest(Map<String, Integer> others) {
		Integer groups = number();
		boolean more = others.isEmpty() || (groups != null && others.size() < groups);
		return more ? 0 : Collections.min(others.values());
	}

	private boolean matches(String here) {
		try {
			return Pattern.matches(this.value, here);
		}
		catch (PatternSyntaxException ex) {
			return false;
		}
	}

	private @Nullable Integer number() {
		return this.value.matches("\\d{1,9}") ? Integer.valueOf(this.value) : null;
	}

	@Override
	public String toString() {
		return (this.field + " " + this.operator + " " + this.value).strip();
	}

}
