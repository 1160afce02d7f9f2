package io.ancho.worker.python;

import java.time.Duration;
import java.util.Objects;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How Python processes are run.
 *
 * @param interpreter the Python that has the package {@code ancho}
 * @param sandbox whether a wall around a process is {@code required}, or {@code none} is
 * built
 * @param loadTimeout how long a model may take to load
 * @param slice after how long the runner is asked to hand over what it has
 * @param memory the most memory that a process may use with all that it starts and writes
 * to its scratch folder, or null for its slot's share of the executor's
 * @param scratch the most of it that may be in its scratch folder, or null for half
 * @param processes how many processes and threads a model may have at a time
 * @param maxFileSize the largest file a process may write
 * @param maxReply the most bytes of outputs in one reply
 */
@Validated
@ConfigurationProperties("ancho.python")
public record PythonProperties(@NotBlank String interpreter,
		@DefaultValue(REQUIRED) @Pattern(regexp = "required|none",
				message = "must be required or none (ANCHO_SANDBOX)") String sandbox,
		@DefaultValue("2m") Duration loadTimeout, @DefaultValue("5s") Duration slice, @Nullable DataSize memory,
		@Nullable DataSize scratch, @DefaultValue("128") @Min(1) int processes,
		@DefaultValue("1GB") DataSize maxFileSize, @DefaultValue("64MB") DataSize maxReply) {

	/** No executor without a wall. */
	static final String REQUIRED = "required";

	/**
	 * Whether a process is put behind a wall.
	 * @return false if none is asked for
	 */
	boolean isWalled() {
		return REQUIRED.equals(this.sandbox);
	}

	/**
	 * What may be in a process's scratch folder.
	 * @param memory the process's memory
	 * @return bytes
	 */
	long scratchOf(long memory) {
		return Objects.requireNonNullElse(this.scratch, DataSize.ofBytes(memory / 2)).toBytes();
	}

}
