package io.ancho.gateway.account;

import java.math.BigDecimal;
import java.util.Map;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a user. What is left out stays.
 *
 * @param quota the most that the user may have of what; null for as configured
 * @param weight the user's share of what all use
 */
record LimitsRequest(@Nullable Map<String, @Nullable BigDecimal> quota,
		@Nullable @DecimalMin("0.01") @DecimalMax("100") Double weight) {

}
