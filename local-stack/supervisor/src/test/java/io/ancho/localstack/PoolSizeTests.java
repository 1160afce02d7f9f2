package io.ancho.localstack;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PoolSizeTests {

	@ParameterizedTest
	@CsvSource({ "1, 2048, 1", "2, 8192, 2", "4, 16384, 4", "16, 16384, 13", "64, 262144, 32", "8, 4096, 1" })
	void thereIsASlotForEachCoreAsFarAsMemoryGoes(int cores, long memoryMib, int slots) {
		assertThat(PoolSize.of(Map.of(), cores, memoryMib).slots()).isEqualTo(slots);
	}

	@Test
	void theUserDecides() {
		PoolSize pool = PoolSize.of(Map.of("ANCHO_POOL_SLOTS", " 3 "), 8, 65_536);
		assertThat(pool.slots()).isEqualTo(3);
		assertThat(pool.memoryMib()).isEqualTo(256 + 3 * 1792);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "33", "many", "", "-1", "1.5" })
	void whatIsNoNumberOfSlotsIsRefusedByName(String slots) {
		assertThatThrownBy(() -> PoolSize.of(Map.of("ANCHO_POOL_SLOTS", slots), 8, 65_536))
			.isInstanceOf(StackException.class)
			.hasMessageContaining("ANCHO_POOL_SLOTS");
	}

}
