package io.ancho.worker.chunk;

import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What models print, as lines of the executor's log.
 */
final class ModelOutput {

	private static final Logger logger = LoggerFactory.getLogger(ModelOutput.class);

	/** A model does not write on the terminal of whoever reads the log. */
	private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");

	private ModelOutput() {
	}

	/**
	 * Logs what a model printed.
	 * @param text any number of lines; the last need not be whole
	 */
	static void log(String text) {
		text.lines().forEach((line) -> logger.info("{}", CONTROL.matcher(line).replaceAll("\uFFFD")));
	}

}
