package io.ancho.stats.runs;

import java.util.List;

import io.ancho.events.Output;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as far as its results go.
 *
 * @param id its id
 * @param state its state, such as {@code COMPLETED}
 * @param sequences how many sequences it has
 * @param outputs the model's outputs, or null while none is known
 * @param progress how far it has come
 * @param model the model, as the run document has it; this and what follows is told on
 * @param seed the seed
 * @param startingValues the starting values
 * @param targets the targets
 * @param quantiles the probabilities of the quantiles
 * @param blockSize how many sequences a block has
 */
public record Run(String id, String state, long sequences, @Nullable List<Output> outputs, Progress progress,
		@Nullable JsonNode model, @Nullable JsonNode seed, @Nullable JsonNode startingValues,
		@Nullable JsonNode targets, @Nullable JsonNode quantiles, @Nullable JsonNode blockSize) {

	/**
	 * How far a run has come.
	 *
	 * @param failed how many sequences failed so far
	 * @param contiguous how many sequences from 0 on are in, without a gap
	 */
	public record Progress(long failed, long contiguous) {
	}

	/**
	 * The sequences that can be read.
	 * @return the index after the last of them
	 */
	public long readable() {
		return "COMPLETED".equals(this.state) ? this.sequences : Math.min(this.sequences, this.progress.contiguous());
	}

	/**
	 * The model's outputs as far as they are known.
	 * @return empty while none is
	 */
	public List<Output> knownOutputs() {
		return (this.outputs != null) ? this.outputs : List.of();
	}

}
