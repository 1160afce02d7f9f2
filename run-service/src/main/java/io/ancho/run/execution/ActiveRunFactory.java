package io.ancho.run.execution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Properties;

import io.ancho.events.ExecutorsChanged;
import io.ancho.events.UserKeyspace;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.Runs;
import io.ancho.run.messaging.Queues;
import io.ancho.run.messaging.Sends;
import io.ancho.run.messaging.TopicProperties;
import io.ancho.run.model.ModelLinks;
import io.ancho.run.planning.Plan;
import io.ancho.run.quota.UserLimits;
import io.ancho.telemetry.Traces;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives active runs what they work with.
 */
final class ActiveRunFactory {

	private final ActiveRun.Context context;

	private final RunJournal.Ports journal;

	private final ChunkDesk.Ports desk;

	ActiveRunFactory(ActiveRun.Context context, RunJournal.Ports journal, ChunkDesk.Ports desk) {
		this.context = context;
		this.journal = journal;
		this.desk = desk;
	}

	ActiveRun make(Run run, Plan plan, @Nullable ExecutorsChanged executors) {
		return new ActiveRun(this.context, this.journal, this.desk, run, plan, executors);
	}

	/**
	 * A run that was not over when this service ended: others are told again what to do
	 * for it.
	 */
	ActiveRun restored(Run run, Plan plan, @Nullable ExecutorsChanged executors) {
		Run told = run.told(RunJournal.queue(run, this.journal.topics()), plan.failed(), UserKeyspace.of(run.owner()),
				this.context.version(), now());
		return make(told, plan, executors);
	}

	Instant now() {
		return this.context.clock().instant();
	}

	@Configuration(proxyBeanMethods = false)
	static class Wiring {

		@Bean
		ActiveRun.Context activeRunContext(PoolSlots pool, PoolShare share, UserLimits limits, ExecutionMetrics metrics,
				RunListener listener, Clock clock, Traces traces) {
			return new ActiveRun.Context(pool, share, limits, metrics, listener, clock, version(), traces);
		}

		@Bean
		RunJournal.Ports journalPorts(Runs runs, Queues queues, Sends sends, TopicProperties topics,
				UserLimits limits) {
			return new RunJournal.Ports(runs, queues, sends, topics, limits);
		}

		@Bean
		ChunkDesk.Ports deskPorts(ChunkRows rows, Sends sends, ModelLinks links, ExecutionMetrics metrics,
				Clock clock) {
			return new ChunkDesk.Ports(rows, sends, links, metrics, clock);
		}

		@Bean
		ActiveRunFactory activeRunFactory(ActiveRun.Context context, RunJournal.Ports journal, ChunkDesk.Ports desk) {
			return new ActiveRunFactory(context, journal, desk);
		}

		/** Maven leaves the version in the jar; there is no jar while developing. */
		private static String version() {
			String resource = "/META-INF/maven/io.ancho/run-service/pom.properties";
			try (InputStream in = ActiveRunFactory.class.getResourceAsStream(resource)) {
				Properties properties = new Properties();
				if (in != null) {
					properties.load(in);
				}
				return properties.getProperty("version", "development");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
