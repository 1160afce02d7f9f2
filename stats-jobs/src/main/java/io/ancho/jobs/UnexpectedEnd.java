package io.ancho.jobs;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends this process when Spark ends the application by itself, as it does when the master
 * of a cluster removes it. Whoever started the process starts another.
 */
final class UnexpectedEnd extends SparkListener {

	/** What {@code sysexits.h} calls a temporary failure. */
	static final int STATUS = 75;

	private static final Logger logger = LoggerFactory.getLogger(UnexpectedEnd.class);

	private volatile boolean expected;

	/** From now on the end is as it should be. */
	void expect() {
		this.expected = true;
	}

	@Override
	public void onApplicationEnd(SparkListenerApplicationEnd end) {
		if (!this.expected) {
			logger.error("Spark ended the application; this driver ends as well");
			// Not by this thread: Spark waits for it while it stops.
			new Thread(() -> System.exit(STATUS), "unexpected-end").start();
		}
	}

}
