package io.ancho.run.admission;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ancho.run.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Which images users may have their executors run in. Whatever is in an image runs with
 * what executors are given, so nobody may name just any.
 */
@Component
public class Images {

	private final List<String> allowed;

	private final List<Pattern> patterns;

	Images(ImageProperties properties) {
		this.allowed = properties.allowed().stream().filter((pattern) -> !pattern.isBlank()).toList();
		this.patterns = this.allowed.stream().map(Images::pattern).toList();
	}

	private static Pattern pattern(String text) {
		return Pattern
			.compile(Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*")));
	}

	/**
	 * Refuses an image that is not allowed.
	 * @param image what a run names, null for the suite's own
	 * @throws ProblemException if it is not
	 */
	public void check(@Nullable String image) {
		if (image != null && this.patterns.stream().noneMatch((pattern) -> pattern.matcher(image).matches())) {
			throw ProblemException.invalid("executors.image", "'" + image + "' is not an image that may be named here: "
					+ (this.allowed.isEmpty() ? "there is none" : "there are " + String.join(", ", this.allowed))
					+ "; leave it out for Ancho's own, or ask an operator to add it to ANCHO_IMAGES_ALLOWED");
		}
	}

}
