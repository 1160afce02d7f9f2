package io.ancho.stats.spark;

/**
 * The Spark driver died before it answered.
 */
public final class SparkDriverException extends Exception {

	SparkDriverException(String message) {
		super(message);
	}

}
