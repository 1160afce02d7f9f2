package io.ancho.stats.spark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import io.ancho.events.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class SparkClusterIT {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	@Test
	void driverWhoseApplicationTheMasterRemovesIsReplaced(@TempDir Path folder) throws Exception {
		try (SparkCluster cluster = new SparkCluster(folder, SparkCommandIT.application())) {
			Spark spark = new Spark(SparkCommandIT.command(cluster.master()), new SimpleMeterRegistry());
			SparkHealthIndicator health = new SparkHealthIndicator(spark);
			spark.start();
			try {
				long first = awaitWarm(spark, -1);
				assertThat(statusOf(health)).isEqualTo(Status.UP);
				cluster.remove(cluster.application());
				long second = awaitWarm(spark, first);
				assertThat(second).isNotEqualTo(first);
				assertThat(statusOf(health)).isEqualTo(Status.UP);
				ObjectNode ping = Json.mapper().createObjectNode().put("op", "ping");
				assertThat(spark.ask(UUID.randomUUID().toString(), ping).has("pong")).isTrue();
			}
			finally {
				spark.stop();
			}
		}
	}

	@Test
	void driverWithoutCassandraIsNotReadyAndSaysWhy() throws Exception {
		Spark spark = new Spark(SparkCommandIT.command("local[1]", "127.0.0.1:1"), new SimpleMeterRegistry());
		SparkHealthIndicator health = new SparkHealthIndicator(spark);
		spark.start();
		try {
			await(() -> reason(health).contains("its first job failed"));
			assertThat(statusOf(health)).isEqualTo(Status.DOWN);
			assertThat(reason(health)).contains("127.0.0.1:1");
		}
		finally {
			spark.stop();
		}
	}

	private static Status statusOf(SparkHealthIndicator health) {
		return Objects.requireNonNull(health.health()).getStatus();
	}

	private static String reason(SparkHealthIndicator health) {
		return String.valueOf(Objects.requireNonNull(health.health()).getDetails().get("reason"));
	}

	/** Waits for a warm driver other than one that is gone. */
	private static long awaitWarm(Spark spark, long gone) throws InterruptedException {
		await(() -> Objects.requireNonNullElse(spark.warmPid(), gone) != gone);
		return Objects.requireNonNull(spark.warmPid());
	}

	private static void await(Condition condition) throws InterruptedException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.holds()) {
			assertThat(System.nanoTime()).as("not within " + PATIENCE).isLessThan(deadline);
			Thread.sleep(50);
		}
	}

	private interface Condition {

		boolean holds();

	}

}
