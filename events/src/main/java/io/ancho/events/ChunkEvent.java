package io.ancho.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What an executor reports of a chunk, in the topic {@link Topics#CHUNK_RESULTS}. Each
 * may come more than once, late, or for a run that has ended: the reader counts a chunk
 * once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = EnvironmentPreparing.class, name = "EnvironmentPreparing"),
		@JsonSubTypes.Type(value = ChunkCompleted.class, name = "ChunkCompleted"),
		@JsonSubTypes.Type(value = ChunkImpeded.class, name = "ChunkImpeded"),
		@JsonSubTypes.Type(value = ChunkRefused.class, name = "ChunkRefused"),
		@JsonSubTypes.Type(value = ChunkFailed.class, name = "ChunkFailed") })
public sealed interface ChunkEvent
		permits EnvironmentPreparing, ChunkCompleted, ChunkImpeded, ChunkRefused, ChunkFailed {

	/**
	 * The run the chunk belongs to.
	 * @return the run's id
	 */
	String run();

	/**
	 * The executor that reports it.
	 * @return the Mesos task id, or the pool member's name
	 */
	String executor();

}
