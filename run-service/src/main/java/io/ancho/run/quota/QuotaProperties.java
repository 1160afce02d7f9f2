package io.ancho.run.quota;

import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The most that a user may have for whom operators have set nothing else; null for any
 * amount.
 *
 * @param runs runs that are not over
 * @param values sequences of such runs, each times its output values
 * @param slots chunks in the pool at once
 * @param executors executors of dedicated runs that are not over
 * @param storedBytes results
 * @param modelBytes models, unpacked
 */
@Validated
@ConfigurationProperties("ancho.quotas")
record QuotaProperties(@Min(0) @Nullable Long runs, @Min(0) @Nullable Long values, @Min(0) @Nullable Long slots,
		@Min(0) @Nullable Long executors, @Nullable DataSize storedBytes, @Nullable DataSize modelBytes) {

	@Nullable Long of(Quota quota) {
		return switch (quota) {
			case RUNS -> this.runs;
			case VALUES -> this.values;
			case SLOTS -> this.slots;
			case EXECUTORS -> this.executors;
			case STORED_BYTES -> bytes(this.storedBytes);
			case MODEL_BYTES -> bytes(this.modelBytes);
		};
	}

	private static @Nullable Long bytes(@Nullable DataSize size) {
		return (size != null) ? size.toBytes() : null;
	}

}
