package io.ancho.localstack.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stand-in behaves as real masters and agents were recorded to behave. Each script in
 * {@code recorded/scenarios} is one recording: what was sent, and the kinds of answers.
 */
class ReplayTests {

	private final ShiftedClock clock = new ShiftedClock();

	@RegisterExtension
	final StandIn mesos = new StandIn(this.clock, "MESOS_AGENT_TIMEOUT", "5", "MESOS_LIMIT_MEM", "true");

	@AfterEach
	void stop() throws Exception {
		TaskFolders.awaitNone(this.mesos.work());
	}

	@ParameterizedTest
	@ValueSource(strings = { "01-subscribe", "02-command-task", "04-decline-suppress-revive", "05-kill", "06-reconcile",
			"07-failover", "08-second-subscriber", "09b-bad-launch-not-partition-aware", "09c-launch-failures",
			"10-agent-lost", "10b-agent-lost-not-partition-aware-no-checkpoint", "11-teardown", "12-master-restart",
			"14-oom", "17-zookeeper-two-masters", "18-ucr-image-and-http-command-executor" })
	void standInBehavesAsRecorded(String scenario) throws Exception {
		play(scenario, new Replay(this.mesos.mesos(), this.mesos.work(), this.clock));
	}

	@ParameterizedTest
	@ValueSource(strings = { "03-docker-task", "09c-launch-failures-docker", "14-oom-docker" })
	void standInRunsDockerAsRecorded(String scenario) throws Exception {
		String image = DockerEngine.image();
		play(scenario, new Replay(this.mesos.mesos(), this.mesos.work(), this.clock).with(image));
	}

	private static void play(String scenario, Replay replay) throws Exception {
		for (String line : lines(scenario).toList()) {
			try {
				replay.play(line);
			}
			catch (AssertionError ex) {
				throw new AssertionError(line + "\n" + ex.getMessage(), ex);
			}
		}
		replay.finish();
	}

	private static Stream<String> lines(String scenario) {
		try {
			return Recorded.text("scenarios/" + scenario + ".txt")
				.lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
