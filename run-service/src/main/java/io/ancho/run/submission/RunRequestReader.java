package io.ancho.run.submission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.ancho.events.ExecutorSpec;
import io.ancho.events.Numerics;
import io.ancho.events.Placement;
import io.ancho.run.model.ModelId;
import io.ancho.run.problem.FieldProblem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.request.JsonFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body of a submission, and names all that is wrong with it.
 */
final class RunRequestReader {

	static final int MAX_NAME = 200;

	private static final long MAX_SEQUENCES = 1_000_000_000_000L;

	private static final int MAX_BLOCK = 65_536;

	private final List<FieldProblem> problems = new ArrayList<>();

	private final JsonFields body;

	private RunRequestReader(JsonNode body) {
		this.body = new JsonFields(body, "", this.problems);
	}

	/**
	 * Reads a submission.
	 * @param body a JSON object
	 * @return the request
	 * @throws ProblemException with every field that is wrong
	 */
	static RunRequest read(JsonNode body) {
		RunRequestReader reader = new RunRequestReader(body);
		RunRequest request = reader.read();
		reader.body.refuseUnknown();
		if (!reader.problems.isEmpty()) {
			throw ProblemException.invalid(reader.problems);
		}
		return request;
	}

	private RunRequest read() {
		this.body.required("sequences");
		long sequences = this.body.whole("sequences", 1, 1, MAX_SEQUENCES);
		ExecutorSpec executors = ExecutorFields.read(this.body);
		Placement placement = placement(executors);
		if (placement == Placement.DEDICATED && executors == null) {
			executors = ExecutorFields.DEFAULT;
		}
		return new RunRequest(name(), model(), ValueFields.startingValues(this.body), sequences, seed(),
				(int) this.body.whole("block_size", 1024, 1, MAX_BLOCK), TargetFields.read(this.body),
				ValueFields.quantiles(this.body), placement, executors,
				Objects.requireNonNull(this.body.duration("sequence_timeout", Duration.ofSeconds(30))),
				this.body.duration("timeout", null), this.body.whole("max_failures", 0, 0, sequences),
				ValueFields.labels(this.body), numerics(), this.body.truth("reproducible", true));
	}

	private @Nullable String name() {
		return this.body.has("name") ? this.body.text("name", "", MAX_NAME) : null;
	}

	private String model() {
		this.body.required("model");
		JsonFields model = this.body.object("model");
		if (model == null) {
			return "";
		}
		model.required("id");
		String id = model.text("id", "", MAX_NAME);
		if (!id.isEmpty() && !ModelId.isValid(id)) {
			model.problem("id", "must be sha256: and 64 hexadecimal digits, as POST /api/v1/models gives it");
		}
		model.refuseUnknown();
		return id;
	}

	private Numerics numerics() {
		String text = this.body.text("numerics", Numerics.PORTABLE.id(), MAX_NAME);
		for (Numerics numerics : Numerics.values()) {
			if (numerics.id().equals(text)) {
				return numerics;
			}
		}
		this.body.problem("numerics", "must be \"portable\" or \"native\"");
		return Numerics.PORTABLE;
	}

	private @Nullable Long seed() {
		return this.body.has("seed") ? this.body.whole("seed", 0, 0, Long.MAX_VALUE) : null;
	}

	private Placement placement(@Nullable ExecutorSpec executors) {
		Placement absent = (executors != null) ? Placement.DEDICATED : Placement.POOL;
		return switch (this.body.text("placement", "", MAX_NAME)) {
			case "" -> absent;
			case "dedicated" -> Placement.DEDICATED;
			case "pool" -> pool(executors);
			default -> {
				this.body.problem("placement", "must be \"dedicated\" or \"pool\"");
				yield absent;
			}
		};
	}

	private Placement pool(@Nullable ExecutorSpec executors) {
		if (executors != null) {
			this.body.problem("placement", "cannot be \"pool\" where executors are named; leave one of them out");
		}
		return Placement.POOL;
	}

}
