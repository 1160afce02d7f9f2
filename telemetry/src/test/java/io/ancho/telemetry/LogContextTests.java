package io.ancho.telemetry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogContextTests {

	@Test
	void aThreadThatGoesFromChunkToChunkTakesNothingAlong() throws Exception {
		ExecutorService slot = Executors.newSingleThreadExecutor();
		try {
			slot.submit(() -> {
				try (LogContext ignored = LogContext.of(LogField.RUN, "a").and(LogField.CHUNK, 1000L)) {
					LogContext.add(LogField.USER, "alice");
				}
			}).get();
			assertThat(slot.submit(LogContext::current).get()).isEmpty();
		}
		finally {
			slot.shutdownNow();
		}
	}

	@Test
	void theInnerContextAddsToTheOuterOneAndLeavesItAsItWas() {
		try (LogContext ignored = LogContext.of(LogField.RUN, "a")) {
			try (LogContext inner = LogContext.of(LogField.CHUNK, 0).and(LogField.EXECUTOR, null)) {
				assertThat(LogContext.current()).isEqualTo(Map.of("run", "a", "chunk", "0"));
			}
			try (LogContext inner = LogContext.of(LogField.RUN, "b")) {
				assertThat(LogContext.get(LogField.RUN)).isEqualTo("b");
			}
			assertThat(LogContext.current()).isEqualTo(Map.of("run", "a"));
		}
	}

	@Test
	void anotherThreadsContextReplacesOnesOwnForAWhile() {
		try (LogContext ignored = LogContext.of(LogField.REQUEST, "r")) {
			for (String run : List.of("a", "b")) {
				try (LogContext other = LogContext.of(Map.of("run", run))) {
					assertThat(LogContext.current()).isEqualTo(Map.of("run", run));
				}
			}
			assertThat(LogContext.current()).isEqualTo(Map.of("http.request.id", "r"));
		}
	}

}
