package io.ancho.telemetry;

/**
 * What a log line may be about. The keys are fields of a structured log; those with a dot
 * are the Elastic Common Schema's own.
 */
public enum LogField {

	/** A run's id. */
	RUN("run"),

	/** A chunk of the run, by its first sequence. */
	CHUNK("chunk"),

	/** An executor's id, which is also its task's at Mesos. */
	EXECUTOR("executor"),

	/** Whose request or run it is. */
	USER("user.name"),

	/** A request, from the gateway to the service that answers it. */
	REQUEST("http.request.id");

	private final String key;

	LogField(String key) {
		this.key = key;
	}

	/**
	 * Its name in the logging context.
	 * @return a key of SLF4J's MDC
	 */
	public String key() {
		return this.key;
	}

}
