package io.ancho.run.model;

import java.util.Set;

/**
 * The path of an archive's entry, checked to lead nowhere but into the model's folder.
 */
final class EntryPath {

	private static final Set<String> FORBIDDEN = Set.of("", ".", "..");

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
		if (path.chars().anyMatch((c) -> c < ' ' || c == '\\' || c == 0x7f || c == 0xfffd)) {
			throw refused(raw, "has a character that is not allowed in a path");
		}
		for (String segment : path.split("/", -1)) {
			if (FORBIDDEN.contains(segment)) {
				throw refused(raw, "is not a plain path inside the model's folder");
			}
		}
		return path;
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
