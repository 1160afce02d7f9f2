package io.ancho.localstack.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * Ends the broker in order when its group coordinator goes in circles, as the broker
 * itself says.
 * <p>
 * A broker that was killed takes itself for the leader of its former term at its next
 * start, and loads the groups. Moments later the controller has it lead in a new term,
 * and it loads them again. If the first load ends only then it counts as the second one,
 * whose groups are still empty (Kafka 4.2 and 4.3, {@code CoordinatorContext.load}). The
 * first write reveals that, they are loaded once more, and again the load before counts:
 * without end, and meanwhile no group works. A broker that has ended in order takes
 * itself for nobody's leader at its next start.
 */
final class CoordinatorWatch extends AbstractAppender {

	private static final String OUT_OF_SYNC = "is out of sync with the underlying log";

	private static final int OFTEN = 3;

	private static final Duration PERIOD = Duration.ofSeconds(15);

	private final Runnable end;

	private final Deque<Long> lately = new ArrayDeque<>();

	private boolean ended;

	CoordinatorWatch(Runnable end) {
		super("coordinator-watch", null, null, true, Property.EMPTY_ARRAY);
		this.end = end;
	}

	/** Listens to all that is logged in this process. */
	static void begin() {
		CoordinatorWatch watch = new CoordinatorWatch(() -> new Thread(() -> System.exit(1), "end").start());
		watch.start();
		((Logger) LogManager.getRootLogger()).addAppender(watch);
	}

	@Override
	public synchronized void append(LogEvent event) {
		if (this.ended || !event.getMessage().getFormattedMessage().contains(OUT_OF_SYNC)) {
			return;
		}
		long now = event.getTimeMillis();
		this.lately.add(now);
		this.lately.removeIf((time) -> time <= now - PERIOD.toMillis());
		if (this.lately.size() == OFTEN) {
			this.ended = true;
			System.out.println("The group coordinator goes in circles; Kafka ends, to be started again");
			this.end.run();
		}
	}

}
