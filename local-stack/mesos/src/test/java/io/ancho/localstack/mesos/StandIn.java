package io.ancho.localstack.mesos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A stand-in with the agent of the recordings and a work folder, for the time of each
 * test.
 */
final class StandIn implements BeforeEachCallback, AfterEachCallback {

	private final Clock clock;

	private final String[] settings;

	private @Nullable Path work;

	private @Nullable LocalMesos mesos;

	/** More settings: the environment's names and values, one after the other. */
	StandIn(String... settings) {
		this(Clock.systemUTC(), settings);
	}

	StandIn(Clock clock, String... settings) {
		this.clock = clock;
		this.settings = settings.clone();
	}

	@Override
	public void beforeEach(ExtensionContext context) throws Exception {
		this.work = Files.createTempDirectory("stand-in-");
		start();
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		stop();
		try (Stream<Path> files = Files.walk(work())) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

	void start() throws IOException {
		this.mesos = LocalMesos.start(TestCluster.settings(work(), this.settings), this.clock);
	}

	/** Tasks stay; the next start takes them up. May be repeated. */
	void stop() throws IOException {
		if (this.mesos != null) {
			this.mesos.close();
		}
		this.mesos = null;
	}

	LocalMesos mesos() {
		return Objects.requireNonNull(this.mesos, "it was stopped");
	}

	URI address() {
		return mesos().address();
	}

	Path work() {
		return Objects.requireNonNull(this.work);
	}

	TestScheduler subscribe() throws Exception {
		return TestScheduler.subscribe(address());
	}

	/** Subscribes as the same framework again. */
	TestScheduler subscribe(TestScheduler before) throws Exception {
		return TestScheduler.subscribe(address(), before.frameworkId());
	}

	/** Ends a framework, and waits until none of its tasks is left. */
	void tearDown(TestScheduler scheduler) throws Exception {
		scheduler.acknowledging(false).call("TEARDOWN");
		scheduler.await("END");
		TaskFolders.awaitNone(work());
	}

}
