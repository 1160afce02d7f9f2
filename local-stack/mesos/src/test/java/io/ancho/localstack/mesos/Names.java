package io.ancho.localstack.mesos;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the names of a script stand for this time: {@code OFFER1}, {@code FRAMEWORK1},
 * {@code AGENT} …; {@code IMAGE} is the image that Docker has for tests.
 */
final class Names {

	private static final Map<String, String> ABBREVIATIONS = Map.of("SMALL", """
			[{"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.1}},
			 {"name": "mem", "type": "SCALAR", "scalar": {"value": 32}}]""", "PROBE", """
			"user": "root", "name": "probe", "roles": ["*"], "failover_timeout": 60.0, "checkpoint": true,
			"capabilities": [{"type": "MULTI_ROLE"}, {"type": "PARTITION_AWARE"}]""", "HOST", "localhost");

	private static final Pattern NAME = Pattern
		.compile("\\b(SMALL|PROBE|HOST|IMAGE|AGENT|(OFFER|FRAMEWORK|STREAM-)[A-Z0-9]+)\\b");

	private final Map<String, String> values = new LinkedHashMap<>(ABBREVIATIONS);

	void put(String name, String value) {
		this.values.put(name, value);
	}

	/** A text with the names' values in it. */
	String in(String text) {
		return NAME.matcher(text)
			.replaceAll((name) -> java.util.regex.Matcher
				.quoteReplacement(this.values.getOrDefault(name.group(), name.group())));
	}

	/** A pattern for a text with names and stars in it. */
	Pattern pattern(String text) {
		return Pattern.compile(
				Stream.of(in(text).split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
				Pattern.DOTALL);
	}

}
