package io.ancho.events;

/**
 * The names of the Kafka topics. Every record is keyed by its run's id.
 */
public final class Topics {

	/** {@link RunEvent}s; run-service is the only writer. */
	public static final String RUNS = "ancho.runs";

	/** {@link ChunkEvent}s; written by the executors, read by run-service. */
	public static final String CHUNK_RESULTS = "ancho.chunk-results";

	/** {@link ExecutorsChanged}; written by scheduler-service, read by run-service. */
	public static final String EXECUTORS = "ancho.executors";

	/** {@link SummaryEvent}s; written by stats-service, read by run-service. */
	public static final String SUMMARIES = "ancho.summaries";

	/** The standing pool's queue of {@link Chunk}s, a share group of the same name. */
	public static final String POOL_QUEUE = "ancho.chunks.pool";

	/**
	 * Records that could not be read or processed, as they came, with the headers
	 * {@code topic} and {@code reason}.
	 */
	public static final String DEAD_LETTERS = "ancho.dead-letters";

	private Topics() {
	}

	/**
	 * The queue of a run with dedicated executors: a topic of its own and the share group
	 * of the same name, both made by run-service before {@link RunSubmitted} and deleted
	 * after {@link RunEnded}.
	 * @param run the run's id
	 * @return the name of the topic and of the share group
	 */
	public static String queue(String run) {
		return "ancho.chunks." + run;
	}

}
