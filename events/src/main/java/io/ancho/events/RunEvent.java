package io.ancho.events;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What happens to a run, in the topic {@link Topics#RUNS}. A run's events come in order;
 * each may come more than once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = RunSubmitted.class, name = "RunSubmitted"),
		@JsonSubTypes.Type(value = ExecutorsNeeded.class, name = "ExecutorsNeeded"),
		@JsonSubTypes.Type(value = SequencesCompleted.class, name = "SequencesCompleted"),
		@JsonSubTypes.Type(value = RunEnded.class, name = "RunEnded"),
		@JsonSubTypes.Type(value = RunDeleted.class, name = "RunDeleted") })
public sealed interface RunEvent permits RunSubmitted, ExecutorsNeeded, SequencesCompleted, RunEnded, RunDeleted {

	/**
	 * The run it is about.
	 * @return the run's id
	 */
	String run();

	/**
	 * When it happened.
	 * @return a UTC instant
	 */
	Instant at();

}
