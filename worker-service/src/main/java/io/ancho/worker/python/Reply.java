package io.ancho.worker.python;

import java.util.List;
import java.util.Map;

import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;

/**
 * The header of any reply of a runner; which fields there are depends on the request and
 * on {@code ok}.
 */
record Reply(@Nullable Boolean ok, @Nullable String kind, @Nullable String message, @Nullable Boolean batch,
		@Nullable String python, @Nullable Map<String, String> packages, @Nullable Long first, @Nullable Integer count,
		@Nullable Double seconds, @Nullable List<Output> outputs, @Nullable List<SequenceFailure> failures,
		@Nullable Boolean worn) {
}
