package io.ancho.events;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The executors a run asks for.
 *
 * @param count how many, 1 or more
 * @param cpus cores of each, which is also its number of slots
 * @param memMib memory of each, in MiB
 * @param gpus whole GPUs of each
 * @param image the container image, or null for Ancho's own
 * @param constraints agent constraints as Marathon writes them, such as
 * {@code ["zone", "LIKE", "z1"]}
 */
public record ExecutorSpec(int count, int cpus, int memMib, int gpus, @Nullable String image,
		List<List<String>> constraints) {
}
