package io.ancho.localstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One process of the stack: how it is started and how one knows that it is ready.
 *
 * @param name what users call it, and the name of its log
 * @param kind what sort of part it is
 * @param port where it listens
 * @param jar the jar that is started
 * @param mainClass the class of it that is run, or null for the one that it names itself
 * @param flags the JVM's flags
 * @param environment the variables it is given beside the user's own
 * @param readiness how one asks whether it is ready
 * @param needs the names of the parts that must be ready before it starts
 */
record Part(String name, Kind kind, int port, Path jar, @Nullable String mainClass, List<String> flags,
		Map<String, String> environment, Readiness readiness, Set<String> needs) {

	/**
	 * What follows the flags on the JVM's command line.
	 */
	List<String> program() {
		return (this.mainClass == null) ? List.of("-jar", this.jar.toString())
				: List.of("-cp", this.jar + ":" + this.jar.resolveSibling("lib") + "/*", this.mainClass);
	}

	ClassArchive archive() {
		return new ClassArchive(this.jar, this.name);
	}

	enum Kind {

		MIDDLEWARE, SERVICE, EXECUTOR;

		@JsonValue
		String json() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
