package io.ancho.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultLayoutTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 31, 64, 65, 1000, 65_536, 4_194_304, 8_000_000 })
	void aBucketFitsTwiceIntoAPartitionOf64MiB(int width) {
		int size = ResultLayout.bucketSize(width);
		assertThat(size).isPositive();
		assertThat(Integer.bitCount(size)).isOne();
		if (size > 1) {
			assertThat(2L * size * width * Double.BYTES).isLessThanOrEqualTo(64L * 1024 * 1024);
		}
	}

	@Test
	void aScalarBucketIsOneFullCell() {
		assertThat(ResultLayout.bucketSize(1)).isEqualTo(ResultLayout.maxRowSequences(1)).isEqualTo(65_536);
	}

	@Test
	void bucketsFollowOneAnother() {
		assertThat(ResultLayout.bucket(65_535, 1)).isZero();
		assertThat(ResultLayout.bucket(65_536, 1)).isOne();
		assertThat(ResultLayout.bucket(1_000_000_000_000L, 1)).isEqualTo(15_258_789);
	}

	@Test
	void differentUsersNeverShareAKeyspace() {
		assertThat(UserKeyspace.of("local")).isEqualTo("ancho_user_local");
		assertThat(UserKeyspace.of("a.b")).isEqualTo("ancho_user_a_2eb");
		assertThat(UserKeyspace.of("a_2eb")).isNotEqualTo(UserKeyspace.of("a.b"));
		assertThat(UserKeyspace.of("Ann")).isNotEqualTo(UserKeyspace.of("ann"));
		assertThatThrownBy(() -> UserKeyspace.of("x".repeat(60))).hasMessageContaining("too long");
	}

}
