package io.ancho.stats;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

import io.ancho.events.Json;
import io.ancho.events.SummaryCompleted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances, of which one is killed over a summary.
 */
class TakeoverIT {

	private static final Logger log = LoggerFactory.getLogger(TakeoverIT.class);

	private static final int SEQUENCES = 600_000;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private TestStack standby;

	@SuppressWarnings("NullAway.Init")
	private StatsProcess summarising;

	@BeforeEach
	void start() {
		this.standby = new TestStack(this.folder);
		this.standby.leaveSummaries();
		this.summarising = this.standby.another(this.folder);
		await().atMost(TestStack.PATIENCE)
			.until(() -> this.summarising.get("/actuator/health/readiness").contains("\"role\":\"summarises\""));
		this.standby.returnToSummaries();
		await().atMost(TestStack.PATIENCE).until(() -> readiness().contains("\"role\":\"standby\""));
	}

	@AfterEach
	void stop() {
		this.summarising.close();
		this.standby.close();
	}

	private String readiness() {
		return new String(this.standby.getAnonymously("/actuator/health/readiness").body(), StandardCharsets.UTF_8);
	}

	@Test
	void summaryOfAnInstanceThatIsKilledOverItIsMadeByTheOtherToTheSameNumbers() {
		StoredRun run = given("taken-over");
		StoredRun undisturbed = given("undisturbed");
		this.standby.publish(run.id, run.event(this.standby.user, this.standby.keyspace));
		await().atMost(TestStack.PATIENCE)
			.until(() -> this.summarising.get("/actuator/prometheus").contains("ancho_summary_queue 1.0"));
		this.summarising.kill();
		long killed = System.nanoTime();
		assertThat(this.standby.awaitSummary(run.id)).isEqualTo(new SummaryCompleted(run.id));
		Duration after = Duration.ofNanos(System.nanoTime() - killed);
		log.info("The other instance has made the summary {} ms after the kill", after.toMillis());
		this.standby.publish(undisturbed.id, undisturbed.event(this.standby.user, this.standby.keyspace));
		assertThat(this.standby.awaitSummary(undisturbed.id)).isEqualTo(new SummaryCompleted(undisturbed.id));
		assertThat(outputs(run)).isEqualTo(outputs(undisturbed));
		assertThat(readiness()).contains("\"role\":\"summarises\"");
	}

	private StoredRun given(String id) {
		StoredRun run = new StoredRun(id, SEQUENCES).random("x", null, new Random(1)).random("path", 4, new Random(2));
		run.write(this.standby.session(), this.standby.keyspace, new Random(3));
		this.standby.runs.put(this.standby.user, run.id, run.document("SUMMARIZING", SEQUENCES));
		return run;
	}

	private JsonNode outputs(StoredRun run) {
		return Json.mapper().readTree(this.standby.text("/api/v1/runs/" + run.id + "/summary")).path("outputs");
	}

}
