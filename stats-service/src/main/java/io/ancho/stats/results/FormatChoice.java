package io.ancho.stats.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.ancho.stats.problem.Problem;
import io.ancho.stats.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/**
 * The format of an export: what the parameter names, else the first that {@code Accept}
 * prefers, else CSV.
 *
 * @param format the format
 * @param mediaType what it is answered as
 */
record FormatChoice(Format format, String mediaType) {

	/**
	 * Chooses.
	 * @param parameter the parameter {@code format}, or null
	 * @param accept the header {@code Accept}, or null
	 * @throws ProblemException if there is no such format, or none is acceptable
	 */
	static FormatChoice of(@Nullable String parameter, @Nullable String accept) {
		if (parameter != null) {
			return Arrays.stream(Format.values())
				.filter((format) -> format.key().equals(parameter))
				.findFirst()
				.map((format) -> new FormatChoice(format, format.mediaTypes().get(0)))
				.orElseThrow(() -> ProblemException.invalid("format", "must be " + Format.list()));
		}
		return acceptable(ranges(accept));
	}

	private static FormatChoice acceptable(List<MediaType> ranges) {
		for (MediaType range : ranges) {
			for (Format format : Format.values()) {
				for (String mediaType : format.mediaTypes()) {
					if (range.getQualityValue() > 0 && range.includes(MediaType.valueOf(mediaType))) {
						return new FormatChoice(format, mediaType);
					}
				}
			}
		}
		String offered = Arrays.stream(Format.values())
			.flatMap((format) -> format.mediaTypes().stream())
			.collect(Collectors.joining(", "));
		throw new ProblemException(Problem.NOT_ACCEPTABLE,
				"Accept must allow one of " + offered + "; or name a format: " + Format.list());
	}

	/** The ranges that are accepted, the preferred ones first. */
	private static List<MediaType> ranges(@Nullable String accept) {
		if (accept == null || accept.isBlank()) {
			return List.of(MediaType.ALL);
		}
		try {
			List<MediaType> ranges = new ArrayList<>(MediaType.parseMediaTypes(accept));
			MimeTypeUtils.sortBySpecificity(ranges);
			ranges.sort((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue()));
			return ranges;
		}
		catch (InvalidMediaTypeException ex) {
			return List.of();
		}
	}

}
