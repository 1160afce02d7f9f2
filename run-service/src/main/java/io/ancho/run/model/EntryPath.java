package io.ancho.run.model;

import java.util.Optional;
import java.util.Set;

import io.ancho.run.request.Texts;

/**
 * The path of an archive's entry, checked to lead nowhere but into the model's folder.
 */
final class EntryPath {

	private static final Set<String> FORBIDDEN = Set.of("", ".", "..");

	/** What stands for bytes that are not UTF-8. */
	private static final char REPLACEMENT = '\ufffd';

	private static final int MAX_SHOWN = 200;

	private EntryPath() {
	}

	/**
	 * The path as it is kept.
	 * @param raw as the archive has it
	 * @return the path without a leading {@code ./}
	 * @throws InvalidModelException if it is absolute, leads upwards or has characters
	 * that other systems take for something else
	 */
	static String of(String raw) {
		String path = raw;
		while (path.startsWith("./")) {
			path = path.substring(2);
		}
		if (path.indexOf(REPLACEMENT) >= 0) {
			throw refused(raw, "has a name that is not UTF-8; rename it");
		}
		Optional<String> unfit = unfit(path);
		if (unfit.isPresent()) {
			throw refused(raw, "has " + unfit.get() + " in its path; rename it");
		}
		for (String segment : path.split("/", -1)) {
			if (FORBIDDEN.contains(segment)) {
				throw refused(raw, "is not a plain path inside the model's folder");
			}
		}
		return path;
	}

	private static Optional<String> unfit(String path) {
		return Texts.unfit(path).or(() -> path.chars().filter((c) -> c == '\\').mapToObj(Texts::described).findFirst());
	}

	static InvalidModelException refused(String raw, String why) {
		return new InvalidModelException("the archive's entry '" + shown(raw) + "' " + why);
	}

	/**
	 * A name that an archive chose, as it can be shown.
	 * @param raw any text
	 * @return at most 200 characters of it, none of which controls a terminal
	 */
	static String shown(String raw) {
		String shown = (raw.length() > MAX_SHOWN) ? raw.substring(0, MAX_SHOWN) + "…" : raw;
		return shown.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
	}

}
