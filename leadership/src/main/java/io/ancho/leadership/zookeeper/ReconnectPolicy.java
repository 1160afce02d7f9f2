package io.ancho.leadership.zookeeper;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.curator.RetryLoop;
import org.apache.curator.RetryPolicy;
import org.apache.curator.RetrySleeper;

/**
 * Tries again what somebody waits for, for so long, and what Curator does in the
 * background without end.
 * <p>
 * Background work that is given up makes Curator 5.9 call itself until the stack
 * overflows, with two errors and their whole traces logged at each level (CURATOR-106):
 * what it wants to delete has to be deleted some time, and neither the number of attempts
 * nor the time begins anew.
 *
 * @param limit how long a request is tried for whoever waits for it
 */
record ReconnectPolicy(Duration limit) implements RetryPolicy {

	private static final long PAUSE_MILLIS = 250;

	@Override
	public boolean allowRetry(int retryCount, long elapsedMillis, RetrySleeper sleeper) {
		boolean awaited = sleeper == RetryLoop.getDefaultRetrySleeper();
		if (awaited && elapsedMillis >= this.limit.toMillis()) {
			return false;
		}
		try {
			sleeper.sleepFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
