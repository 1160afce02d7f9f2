package io.ancho.worker.chunk;

/**
 * What came of a chunk, as far as the queue is concerned.
 */
public sealed interface Outcome {

	/** It was reported, or is not wanted any more: it leaves the queue. */
	record Settled() implements Outcome {
	}

	/** Another executor has to do it, and run-service knows: it leaves the queue. */
	record Refused() implements Outcome {
	}

	/** The executor stops: it goes back to the queue. */
	record Abandoned() implements Outcome {
	}

	/**
	 * The infrastructure is in the way: it goes back to the queue.
	 *
	 * @param reason what is in the way, for an operator
	 */
	record Impeded(String reason) implements Outcome {
	}

}
