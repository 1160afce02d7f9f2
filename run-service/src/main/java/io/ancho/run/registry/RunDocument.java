package io.ancho.run.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.ExecutorsChanged;
import io.ancho.events.Numerics;
import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.run.execution.RunView;
import io.ancho.run.lifecycle.Run;
import io.ancho.run.lifecycle.RunDefinition;
import io.ancho.run.lifecycle.RunDefinition.PinnedModel;
import io.ancho.run.lifecycle.RunState;
import io.ancho.run.planning.LiveStatistics;
import io.ancho.run.planning.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it. The components are the document's fields, in order.
 */
public record RunDocument(String id, String name, RunState state, @Nullable String reason, Map<String, String> labels,
		PinnedModel model, Map<String, Object> startingValues, long sequences, long seed, int blockSize,
		List<Target> targets, List<Double> quantiles, @Nullable List<Output> outputs, @Nullable String sandbox,
		Numerics numerics, boolean reproducible, @Nullable String environment, String placement,
		@Nullable Executors executors, Duration sequenceTimeout, @Nullable Duration timeout, long maxFailures,
		Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt, Progress progress,
		@Nullable LiveStatistics statistics) {

	/**
	 * The executors that were asked for, those there are, and why the latest failed.
	 */
	public record Executors(int count, int cpus, int memMib, int gpus, @Nullable String image,
			List<List<String>> constraints, List<ExecutorsChanged.Executor> instances,
			ExecutorsChanged.@Nullable Trouble trouble) {

		static Executors of(ExecutorSpec spec, @Nullable ExecutorsChanged report) {
			return new Executors(spec.count(), spec.cpus(), spec.memMib(), spec.gpus(), spec.image(),
					spec.constraints(), (report != null) ? report.executors() : List.of(),
					(report != null) ? report.trouble() : null);
		}

	}

	/**
	 * The document of a run.
	 * @param view what there is to see of it
	 * @return the document
	 */
	public static RunDocument of(RunView view) {
		Run run = view.run();
		RunDefinition definition = run.definition();
		ExecutorSpec executors = definition.executors();
		return new RunDocument(run.id().toString(), definition.name(), run.state(), view.reason(), definition.labels(),
				definition.model(), definition.startingValues(), definition.sequences(), definition.seed(),
				definition.blockSize(), definition.targets(), definition.quantiles(),
				(run.loaded() != null) ? run.loaded().outputs() : null,
				(run.loaded() != null) ? run.loaded().sandbox() : null, definition.numerics(),
				definition.reproducible(), run.environment(), definition.placement().name().toLowerCase(Locale.ROOT),
				(executors != null) ? Executors.of(executors, view.executors()) : null, definition.sequenceTimeout(),
				definition.timeout(), definition.maxFailures(), run.createdAt(), run.startedAt(), run.endedAt(),
				view.progress(), view.statistics());
	}

}
