package io.ancho.run.model;

import java.util.Set;

/**
 * The path of an archive's entry, checked to lead nowhere but into the model's folder.
 */
final class EntryPath {

	private static final Set<String> FORBIDDEN = Set.of("", ".", "..");

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

	private static InvalidModelException refused(String raw, String why) {
		String shown = (raw.length() > 200) ? raw.substring(0, 200) + "…" : raw;
		return new InvalidModelException("the archive's entry '" + shown.replaceAll("\\p{Cntrl}", "?") + "' " + why);
	}

}
