package io.ancho.scheduler.mesos;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text that others wrote, made fit to be shown in a line: without what steers terminals
 * or turns the direction of writing, and not too long.
 */
final class LogText {

	private static final int LONGEST = 300;

	private static final int MOST_LINES = 10;

	private static final Pattern TERMINAL_SEQUENCE = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");

	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

	/** Mesos's own chatter in a sandbox's stderr: {@code I1130 20:14:05.123456 …}. */
	private static final Predicate<String> CHATTER = Pattern.compile("^I\\d{4} \\d\\d:\\d\\d:\\d\\d\\.").asPredicate();

	private LogText() {
	}

	/** The first line of a message. */
	static String firstLine(String text) {
		return clean(text.strip().lines().findFirst().orElse(""));
	}

	/**
	 * The last lines of two files, those of the second last.
	 * @param stdout the end of the one
	 * @param stderr the end of the other
	 * @return at most ten lines
	 */
	static List<String> lastLines(String stdout, String stderr) {
		List<String> lines = Stream.concat(stdout.lines(), stderr.lines())
			.filter(CHATTER.negate())
			.map(LogText::clean)
			.filter((line) -> !line.isBlank())
			.toList();
		return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
	}

	private static String clean(String text) {
		String plain = UNSEEN.matcher(TERMINAL_SEQUENCE.matcher(text.replace('\t', ' ')).replaceAll(""))
			.replaceAll("\ufffd");
		return (plain.codePointCount(0, plain.length()) <= LONGEST) ? plain
				: plain.substring(0, plain.offsetByCodePoints(0, LONGEST - 1)) + "…";
	}

}
