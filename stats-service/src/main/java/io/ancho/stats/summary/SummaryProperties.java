package io.ancho.stats.summary;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How summaries are made.
 *
 * @param firstRetry how long after trouble with Spark, Cassandra or Kafka the first new
 * attempt comes; each later one takes twice as long
 * @param longestRetry how long it takes at most
 * @param driverDeaths how many Spark drivers may die of one summary before it is given up
 * @param defects how often a summary may fail for reasons that nobody has foreseen before
 * it is given up
 * @param fairness how long a run waits at most for smaller ones of its lane that came
 * later
 */
@Validated
@ConfigurationProperties("ancho.summaries")
record SummaryProperties(@NotNull Duration firstRetry, @NotNull Duration longestRetry, @Min(1) int driverDeaths,
		@Min(1) int defects, @NotNull Duration fairness) {

	Duration pause(int attempts) {
		Duration pause = this.firstRetry;
		for (int i = 1; i < attempts && pause.compareTo(this.longestRetry) < 0; i++) {
			pause = pause.multipliedBy(2);
		}
		return (pause.compareTo(this.longestRetry) < 0) ? pause : this.longestRetry;
	}

}
