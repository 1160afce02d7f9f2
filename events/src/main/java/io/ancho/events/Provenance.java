package io.ancho.events;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where a run's numbers come from.
 *
 * @param model the model's id, {@code sha256:…}
 * @param source how the model came: {@code {"archive": "sha256:…"}} or {@code {"git": …}}
 * @param seed the run's seed
 * @param python the version of Python that executed it
 * @param packages the packages of the model's environment, name to version
 * @param ancho the version of Ancho
 * @param sandbox what its sequences ran behind, or {@code none} if any ran without a
 * wall; null where it is not known
 * @param environment the environment of all its sequences; null where it is not known
 * @param reproducible whether the model was said to give the same numbers each time; null
 * where it is not known
 */
public record Provenance(String model, Map<String, Object> source, long seed, String python,
		Map<String, String> packages, String ancho, @Nullable String sandbox, @Nullable Environment environment,
		@Nullable Boolean reproducible) {
}
