package io.ancho.run.execution;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ancho.events.Numerics;
import io.ancho.events.Target;
import io.ancho.run.lifecycle.RunDefinition;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command with which a model's author sees on a laptop what an executor has met: with
 * the run's seed, starting values and block size, so that it shows the very same.
 */
final class LocalCommand {

	private static final int DEFAULT_BLOCK_SIZE = 1024;

	private static final int MAX_VALUES_LENGTH = 1000;

	/**
	 * A text that the command line takes for one: not for a number, a truth value or
	 * JSON.
	 */
	private static final Pattern PLAIN_TEXT = Pattern.compile("(?!(true|false)$)[A-Za-z_][\\w .-]*");

	private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\w.,:/=@%+-]+");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private LocalCommand() {
	}

	/**
	 * The command that loads the model, and runs the first sequences.
	 * @param run what was to be done
	 * @param sequences how many sequences it takes to meet it
	 */
	static String of(RunDefinition run, long sequences) {
		String blocks = (run.blockSize() == DEFAULT_BLOCK_SIZE) ? "" : " --block-size " + run.blockSize();
		String numerics = (run.numerics() == Numerics.PORTABLE) ? "" : " --numerics " + run.numerics().id();
		return "ancho run . --sequences " + sequences + " --seed " + run.seed() + blocks + numerics
				+ values(run.startingValues());
	}

	/**
	 * As {@link #of}, with the run's targets.
	 */
	static String withTargets(RunDefinition run, long sequences) {
		return of(run, sequences) + run.targets().stream().map(LocalCommand::target).collect(Collectors.joining());
	}

	private static String values(Map<String, Object> values) {
		String options = values.entrySet()
			.stream()
			.map((value) -> " --set " + quoted(value.getKey() + "=" + text(value.getValue())))
			.collect(Collectors.joining());
		return (options.length() <= MAX_VALUES_LENGTH) ? options : " and the run's starting values";
	}

	private static String text(Object value) {
		boolean isPlain = value instanceof String text && PLAIN_TEXT.matcher(text).matches();
		return isPlain ? value.toString() : JSON.writeValueAsString(value);
	}

	private static String target(Target target) {
		String condition = target.output() + " " + target.op() + " " + JSON.writeValueAsString(target.value());
		return " --target " + quoted(target.name().equals(condition) ? condition : target.name() + ": " + condition);
	}

	/**
	 * Quoted for a POSIX shell where that is needed.
	 */
	private static String quoted(String text) {
		return NEEDS_NO_QUOTES.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
	}

}
