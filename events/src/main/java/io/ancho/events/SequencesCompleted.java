package io.ancho.events;

import java.time.Instant;
import java.util.List;

/**
 * All of a run's sequences are in: executors can go, the summary can be made. It holds
 * all that the summary needs to know.
 *
 * @param run the run's id
 * @param owner the user it belongs to
 * @param keyspace the keyspace that holds its results
 * @param sequences how many sequences there are, failed ones included: indices 0 …
 * sequences − 1
 * @param failed how many of them failed
 * @param outputs the model's outputs, in the model's order; empty if every sequence
 * failed
 * @param targets the run's targets
 * @param quantiles the probabilities of the wanted quantiles, each in (0, 1)
 * @param provenance where the numbers come from
 * @param at when the last sequence came in
 */
public record SequencesCompleted(String run, String owner, String keyspace, long sequences, long failed,
		List<Output> outputs, List<Target> targets, List<Double> quantiles, Provenance provenance,
		Instant at) implements RunEvent {
}
