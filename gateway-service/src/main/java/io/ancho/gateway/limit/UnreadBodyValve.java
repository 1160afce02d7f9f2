package io.ancho.gateway.limit;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets go of bodies that nobody wanted to read. Tomcat would swallow them, a thread each,
 * for as long as the client cares to send. Here a few threads swallow for some seconds,
 * since a client whose connection is closed while it sends may never read the answer; all
 * others close at once.
 */
class UnreadBodyValve extends ValveBase {

	private static final int MAX_SWALLOWING = 8;

	private static final long SWALLOWED_NANOS = Duration.ofSeconds(2).toNanos();

	private static final int BUFFER = 64 * 1024;

	private final Semaphore places = new Semaphore(MAX_SWALLOWING);

	UnreadBodyValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		try {
			getNext().invoke(request, response);
		}
		finally {
			if (!request.isAsync() && !request.isFinished() && !swallow(request)) {
				request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
			}
		}
	}

	/** Whether the body could be read to its end. */
	private boolean swallow(Request request) {
		boolean isAwaitingLeave = request.getCoyoteRequest().hasExpectation();
		if (isAwaitingLeave || !this.places.tryAcquire()) {
			return false;
		}
		try {
			return readToEnd(request.getInputStream());
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
		finally {
			this.places.release();
		}
	}

	private static boolean readToEnd(InputStream body) throws IOException {
		byte[] buffer = new byte[BUFFER];
		long start = System.nanoTime();
		while (System.nanoTime() - start < SWALLOWED_NANOS) {
			if (body.read(buffer) < 0) {
				return true;
			}
		}
		return false;
	}

}
