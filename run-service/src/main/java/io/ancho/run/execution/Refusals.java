package io.ancho.run.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ancho.events.ChunkRefused;
import io.ancho.events.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Executors that a run cannot use, because their environments are not the run's.
 */
final class Refusals {

	/** After how long a refused chunk is put in the queue again. */
	static final Duration PAUSE = Duration.ofSeconds(1);

	/** For how long an executor that has refused counts as waiting. */
	private static final Duration REMEMBERED = Duration.ofMinutes(1);

	private static final int MAX_EXECUTORS = 1000;

	private static final int MAX_PACKAGES = 5;

	private final Map<String, Refusal> byExecutor = new LinkedHashMap<>();

	private record Refusal(Environment environment, Instant at) {
	}

	/**
	 * Notes a refusal.
	 * @param report what an executor said
	 * @param now when
	 */
	void note(ChunkRefused report, Instant now) {
		this.byExecutor.values().removeIf((refusal) -> refusal.at().plus(REMEMBERED).isBefore(now));
		if (this.byExecutor.size() < MAX_EXECUTORS || this.byExecutor.containsKey(report.executor())) {
			this.byExecutor.put(report.executor(), new Refusal(report.environment(), now));
		}
	}

	/**
	 * What to tell of them.
	 * @param own the run's environment
	 * @return how many wait and what their environments differ in, for a person
	 */
	String reason(@Nullable Environment own) {
		Set<String> differences = this.byExecutor.values()
			.stream()
			.map((refusal) -> (own != null) ? difference(refusal.environment(), own) : "")
			.collect(Collectors.toCollection(TreeSet::new));
		int count = this.byExecutor.size();
		String who = (count == 1) ? "1 executor waits" : count + " executors wait";
		return who + ", as the numbers would be others: " + String.join("; or ", differences);
	}

	private static String difference(Environment there, Environment own) {
		Stream<String> parts = Stream.of(part("Python", there.python(), own.python()),
				part("implementation", there.implementation(), own.implementation()),
				part("architecture", there.machine(), own.machine()), part("C library", there.libc(), own.libc()),
				part("Ancho's rules", there.rules(), own.rules()), part("numerics", there.numerics(), own.numerics()),
				part("kernels", String.join(" ", there.kernels()), String.join(" ", own.kernels())));
		String told = Stream.concat(parts, packages(there.packages(), own.packages()))
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.joining(", "));
		return told.isEmpty() ? "functions give other last bits on that processor" : told;
	}

	private static Stream<String> packages(Map<String, String> there, Map<String, String> own) {
		TreeMap<String, String> all = new TreeMap<>(there);
		own.forEach(all::putIfAbsent);
		return all.keySet()
			.stream()
			.map((name) -> part(name, there.getOrDefault(name, "none"), own.getOrDefault(name, "none")))
			.filter((part) -> !part.isEmpty())
			.limit(MAX_PACKAGES);
	}

	private static String part(String name, Object there, Object own) {
		return there.equals(own) ? "" : "%s %s there, %s in this run".formatted(name, there, own);
	}

}
