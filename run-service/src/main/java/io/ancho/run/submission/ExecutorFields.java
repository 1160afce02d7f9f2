package io.ancho.run.submission;

import java.util.ArrayList;
import java.util.List;

import io.ancho.events.ExecutorSpec;
import io.ancho.run.request.JsonFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code executors}.
 */
final class ExecutorFields {

	static final ExecutorSpec DEFAULT = new ExecutorSpec(1, 1, 1024, 0, null, List.of());

	private static final int MAX_EXECUTORS = 10_000;

	private static final int MAX_CPUS = 1024;

	private static final int MIN_MEM_MIB = 64;

	private static final int MAX_MEM_MIB = 16 * 1024 * 1024;

	private static final int MAX_GPUS = 64;

	private static final int MAX_IMAGE = 500;

	private static final int MAX_CONSTRAINTS = 50;

	private ExecutorFields() {
	}

	static @Nullable ExecutorSpec read(JsonFields body) {
		JsonFields fields = body.object("executors");
		if (fields == null) {
			return null;
		}
		ExecutorSpec executors = new ExecutorSpec((int) fields.whole("count", DEFAULT.count(), 1, MAX_EXECUTORS),
				(int) fields.whole("cpus", DEFAULT.cpus(), 1, MAX_CPUS),
				(int) fields.whole("mem_mib", DEFAULT.memMib(), MIN_MEM_MIB, MAX_MEM_MIB),
				(int) fields.whole("gpus", DEFAULT.gpus(), 0, MAX_GPUS),
				fields.has("image") ? fields.text("image", "", MAX_IMAGE) : null, constraints(fields));
		fields.refuseUnknown();
		return executors;
	}

	private static List<List<String>> constraints(JsonFields fields) {
		List<List<String>> constraints = new ArrayList<>();
		for (JsonNode constraint : fields.elements("constraints", MAX_CONSTRAINTS)) {
			if (!isConstraint(constraint)) {
				fields.problem("constraints[" + constraints.size() + "]",
						"must be a list of two or three texts, such as [\"zone\", \"LIKE\", \"z1\"]");
				return constraints;
			}
			constraints.add(constraint.values().stream().map(JsonNode::stringValue).toList());
		}
		return constraints;
	}

	private static boolean isConstraint(JsonNode node) {
		return node.isArray() && (node.size() == 2 || node.size() == 3)
				&& node.values().stream().allMatch(JsonNode::isString);
	}

}
