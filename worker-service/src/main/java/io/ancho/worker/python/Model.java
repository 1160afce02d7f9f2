package io.ancho.worker.python;

import java.util.Map;

/**
 * What a runner is asked to load.
 *
 * @param entrypoint {@code module:function}
 * @param startingValues the run's inputs
 * @param seed the run's seed
 * @param blockSize sequences in a batch model's block
 */
public record Model(String entrypoint, Map<String, Object> startingValues, long seed, int blockSize) {
}
