package io.ancho.telemetry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * The traces that this service's work belongs to, from the request that asked for it over
 * whatever carries it on. Where nothing is traced all of this does nothing.
 * <p>
 * A trace is told to others as W3C Trace Context has it, in the form of its header
 * {@value #HEADER}.
 */
public final class Traces {

	/** Of HTTP requests and of Kafka's records. */
	public static final String HEADER = "traceparent";

	private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

	private static final int KEPT_RUNS = 10_000;

	private final @Nullable Tracer tracer;

	private final Map<String, String> runs = Collections.synchronizedMap(new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
			return size() > KEPT_RUNS;
		}
	});

	/**
	 * Traces.
	 * @param tracer makes spans, or null if there are to be none
	 */
	public Traces(@Nullable Tracer tracer) {
		this.tracer = tracer;
	}

	/**
	 * Work of a trace, until it is closed by the thread that opened it.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * The trace that this thread works for.
	 * @return to be sent on, or null
	 */
	public @Nullable String current() {
		Span span = (this.tracer != null) ? this.tracer.currentSpan() : null;
		return (span != null) ? text(span.context()) : null;
	}

	/**
	 * Remembers that a run belongs to a trace; not beyond this process.
	 * @param run the run's id
	 * @param trace as it was sent; null if it belongs to none
	 */
	public void keep(String run, @Nullable String trace) {
		if (trace != null && this.tracer != null) {
			this.runs.put(run, trace);
		}
	}

	/**
	 * The trace that a run belongs to.
	 * @param run the run's id
	 * @return as it was sent, or null if nobody knows
	 */
	public @Nullable String of(String run) {
		return this.runs.get(run);
	}

	/**
	 * Works for a trace.
	 * @param trace as it was sent; null for none
	 * @return to be closed
	 */
	public Scope within(@Nullable String trace) {
		TraceContext parent = parse(trace);
		return (this.tracer != null && parent != null) ? this.tracer.currentTraceContext().newScope(parent)::close
				: Traces::nothing;
	}

	/**
	 * Works for a trace, or begins one, by a span of its own, whose tags are what the log
	 * lines of this thread are about.
	 * @param name what is done
	 * @param trace as it was sent; null for a new one
	 * @return to be closed when that is done
	 */
	public Scope span(String name, @Nullable String trace) {
		if (this.tracer == null) {
			return Traces::nothing;
		}
		Span.Builder builder = this.tracer.spanBuilder().name(name);
		TraceContext parent = parse(trace);
		if (parent != null) {
			builder.setParent(parent);
		}
		for (LogField field : LogField.values()) {
			String value = LogContext.get(field);
			if (value != null) {
				builder.tag(field.key(), value);
			}
		}
		Span span = builder.start();
		Tracer.SpanInScope scope = this.tracer.withSpan(span);
		return () -> {
			scope.close();
			span.end();
		};
	}

	private static void nothing() {
	}

	private static String text(TraceContext context) {
		boolean sampled = Boolean.TRUE.equals(context.sampled());
		return "00-%s-%s-%s".formatted(context.traceId(), context.spanId(), sampled ? "01" : "00");
	}

	private @Nullable TraceContext parse(@Nullable String trace) {
		if (this.tracer == null || trace == null) {
			return null;
		}
		Matcher matcher = FORM.matcher(trace);
		return matcher.matches() ? this.tracer.traceContextBuilder()
			.traceId(matcher.group(1))
			.spanId(matcher.group(2))
			.sampled((Integer.parseInt(matcher.group(3), 16) & 1) == 1)
			.build() : null;
	}

}
