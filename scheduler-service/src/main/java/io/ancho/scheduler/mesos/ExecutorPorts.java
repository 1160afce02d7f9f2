package io.ancho.scheduler.mesos;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ancho.scheduler.core.Ports;

/**
 * The ports that executors may take of what is offered. Never those of Ancho's services,
 * which they have on whichever agent they run: an executor that took one would keep a
 * service from starting again.
 *
 * @param ranges the ranges
 */
record ExecutorPorts(List<Ports.Range> ranges) {

	private static final Ports.Range SERVICES = new Ports.Range(8080, 8084);

	private static final int LAST = 65_535;

	private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,5})(?:-(\\d{1,5}))?\\s*");

	ExecutorPorts {
		ranges = List.copyOf(ranges);
	}

	/**
	 * Reads the configured ranges.
	 * @param text such as {@code 31000-32000,33000}; empty for all but the services'
	 * @return the ports
	 * @throws IllegalArgumentException if they cannot be read, or are the services'
	 */
	static ExecutorPorts parse(String text) {
		return text.isBlank()
				? new ExecutorPorts(new Ports(List.of(new Ports.Range(1, LAST))).without(SERVICES).ranges())
				: new ExecutorPorts(Arrays.stream(text.split(",", -1)).map(ExecutorPorts::range).toList());
	}

	private static Ports.Range range(String text) {
		Matcher matcher = RANGE.matcher(text);
		if (!matcher.matches()) {
			throw refused(text, "is no port or range of ports, such as 31000-32000");
		}
		int begin = Integer.parseInt(matcher.group(1));
		int end = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : begin;
		if (begin < 1 || end > LAST || begin > end) {
			throw refused(text, "is no range of ports from 1 to 65535");
		}
		if (begin <= SERVICES.end() && end >= SERVICES.begin()) {
			throw refused(text, "has ports of Ancho's services, 8080 to 8084: leave those out");
		}
		return new Ports.Range(begin, end);
	}

	private static IllegalArgumentException refused(String text, String why) {
		return new IllegalArgumentException("ANCHO_EXECUTOR_PORTS: '" + text.strip() + "' " + why);
	}

	/** Those of the offered ports that executors may take. */
	Ports of(Ports offered) {
		return offered.within(this.ranges);
	}

}
