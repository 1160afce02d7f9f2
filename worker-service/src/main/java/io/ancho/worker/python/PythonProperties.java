package io.ancho.worker.python;

import java.time.Duration;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How Python processes are run.
 *
 * @param interpreter the Python that has the package {@code ancho}
 * @param sandbox the wall around a process
 * @param loadTimeout how long a model may take to load
 * @param slice after how long the runner is asked to hand over what it has
 * @param memory the most memory of its own that a process may use (Linux's
 * {@code RLIMIT_DATA}), or null for its slot's share of the executor's
 * @param maxFileSize the largest file a process may write
 * @param maxReply the most bytes of outputs in one reply
 */
@Validated
@ConfigurationProperties("ancho.python")
public record PythonProperties(@NotBlank String interpreter, @DefaultValue("auto") @NotNull SandboxKind sandbox,
		@DefaultValue("2m") Duration loadTimeout, @DefaultValue("5s") Duration slice, @Nullable DataSize memory,
		@DefaultValue("1GB") DataSize maxFileSize, @DefaultValue("64MB") DataSize maxReply) {

	/**
	 * The walls there are.
	 */
	public enum SandboxKind {

		/** Bubblewrap where it works, else none. */
		AUTO,

		/** A process group of its own, a clean environment and limits; nothing more. */
		NONE,

		/** Bubblewrap, or refuse to start. */
		BUBBLEWRAP

	}

}
