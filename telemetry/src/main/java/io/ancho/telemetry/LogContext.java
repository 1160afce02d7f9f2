package io.ancho.telemetry;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What this thread's log lines are about, until it is closed. Then they are about what
 * they were about before, whatever was added meanwhile: a thread that goes from one chunk
 * to the next takes nothing along.
 */
public final class LogContext implements AutoCloseable {

	private final Map<String, String> before;

	private LogContext() {
		this.before = current();
	}

	/**
	 * Log lines are about something from now on.
	 * @param field what kind of thing
	 * @param value which one; null if nobody knows
	 * @return to be closed by the same thread
	 */
	public static LogContext of(LogField field, @Nullable Object value) {
		return new LogContext().and(field, value);
	}

	/**
	 * Log lines are about what another thread's were about.
	 * @param context of the other thread
	 * @return to be closed by the same thread
	 */
	public static LogContext of(Map<String, String> context) {
		LogContext opened = new LogContext();
		MDC.setContextMap(context);
		return opened;
	}

	/**
	 * Log lines are about something else as well.
	 * @param field what kind of thing
	 * @param value which one; null if nobody knows
	 * @return this
	 */
	public LogContext and(LogField field, @Nullable Object value) {
		add(field, value);
		return this;
	}

	/**
	 * What has come to be known within a context that is open.
	 * @param field what kind of thing
	 * @param value which one; null if nobody knows
	 */
	public static void add(LogField field, @Nullable Object value) {
		if (value != null) {
			MDC.put(field.key(), value.toString());
		}
	}

	/**
	 * What this thread's log lines are about.
	 * @param field what kind of thing
	 * @return which one, or null
	 */
	public static @Nullable String get(LogField field) {
		return MDC.get(field.key());
	}

	/**
	 * What this thread's log lines are about, for another thread that works for it.
	 * @return a copy, by keys
	 */
	public static Map<String, String> current() {
		Map<String, String> context = MDC.getCopyOfContextMap();
		return (context != null) ? context : Map.of();
	}

	@Override
	public void close() {
		MDC.setContextMap(this.before);
	}

}
