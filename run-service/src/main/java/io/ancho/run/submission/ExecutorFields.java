package io.ancho.run.submission;

import java.util.List;

import io.ancho.events.ExecutorSpec;
import io.ancho.run.request.JsonFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code executors}.
 */
final class ExecutorFields {

	static final ExecutorSpec DEFAULT = new ExecutorSpec(1, 1, 1024, 0, null, List.of());

	/** Kafka lets no more into a share group. */
	private static final int MAX_EXECUTORS = 1000;

	private static final int MAX_CPUS = 1024;

	private static final int MIN_MEM_MIB = 64;

	private static final int MAX_MEM_MIB = 16 * 1024 * 1024;

	private static final int MAX_GPUS = 64;

	private static final int MAX_IMAGE = 500;

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
				fields.has("image") ? fields.text("image", "", MAX_IMAGE) : null, ConstraintFields.read(fields));
		fields.refuseUnknown();
		return executors;
	}

}
