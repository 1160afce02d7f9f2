package io.ancho.jobs.summary;

import java.util.List;

import io.ancho.events.Output;
import io.ancho.events.Target;

/**
 * What to summarise.
 *
 * @param run the run's id
 * @param keyspace the keyspace that holds its results
 * @param sequences how many sequences it has, failed ones included
 * @param outputs the model's outputs
 * @param targets the run's targets
 * @param quantiles the probabilities of the wanted quantiles, each in (0, 1)
 */
public record Request(String run, String keyspace, long sequences, List<Output> outputs, List<Target> targets,
		List<Double> quantiles) {
}
