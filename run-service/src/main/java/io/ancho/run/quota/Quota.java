package io.ancho.run.quota;

import java.util.Locale;

/**
 * What a user may have only so much of.
 */
public enum Quota {

	/** Runs that are not over. */
	RUNS("runs that are not over", "wait until one of your runs is over, or cancel one"),

	/** Sequences of runs that are not over, each times its output values. */
	VALUES("sequences, times the output values of each, in runs that are not over",
			"submit fewer sequences, wait until one of your runs is over, or cancel one"),

	/** Chunks in the pool at once. */
	SLOTS("chunks in the pool at once", "your runs wait for their turn"),

	/** Executors of dedicated runs that are not over. */
	EXECUTORS("executors of dedicated runs that are not over",
			"ask for fewer executors, or for none to use the pool, or wait until one of your runs is over"),

	/** Bytes of results, those of runs that are not over in full. */
	STORED_BYTES("bytes of results, those of runs that are not over in full", "delete runs that you need no more"),

	/** Bytes of models, unpacked. */
	MODEL_BYTES("bytes of models, unpacked", "delete models that you need no more");

	private final String what;

	private final String remedy;

	Quota(String what, String remedy) {
		this.what = what;
		this.remedy = remedy;
	}

	/** What is counted, in words. */
	String what() {
		return this.what;
	}

	/** What a user can do about it, in words. */
	String remedy() {
		return this.remedy;
	}

	/**
	 * The quota's name.
	 * @return the name as the API has it
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
