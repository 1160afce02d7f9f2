package io.ancho.worker.python;

import java.time.Duration;

import io.ancho.worker.ExecutorProperties;
import io.ancho.worker.queue.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.util.unit.DataSize;

/**
 * Runners outside of an executor.
 */
final class TestRunners {

	private TestRunners() {
	}

	static Runners of(String sandbox) {
		PythonProperties properties = new PythonProperties(TestStack.address("python"), sandbox, Duration.ofMinutes(2),
				Duration.ofSeconds(5), DataSize.ofMegabytes(256), null, 64, DataSize.ofGigabytes(1),
				DataSize.ofMegabytes(64));
		ExecutorProperties executor = new ExecutorProperties("test", "test", 1, null, DataSize.ofGigabytes(2),
				Duration.ofMinutes(2), 10, Duration.ofMinutes(2), Duration.ofSeconds(5), DataSize.ofMegabytes(1));
		return new Runners(properties, executor, new SimpleMeterRegistry());
	}

}
