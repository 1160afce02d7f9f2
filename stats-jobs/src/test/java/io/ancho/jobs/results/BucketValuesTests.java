package io.ancho.jobs.results;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BucketValuesTests {

	@Test
	void rowsThatOverlapCountOnce() {
		BucketValues values = new BucketValues("a", 1, 100, 5);
		values.add(100, 2, blob(0, 1));
		values.add(100, 3, blob(0, 1, 2));
		values.add(101, 1, blob(1));
		values.add(102, 3, blob(2, 3, 4));
		assertThat(values.complete(BitSet::new)).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void vectorsLieSequenceAfterSequence() {
		BucketValues values = new BucketValues("v", 2, 0, 3);
		values.add(0, 2, blob(1, 2, 3, 4));
		values.add(1, 2, blob(3, 4, 5, 6));
		assertThat(values.complete(BitSet::new)).containsExactly(1, 2, 3, 4, 5, 6);
	}

	@Test
	void whatLiesBeyondTheRangeIsLeftOut() {
		BucketValues values = new BucketValues("a", 1, 0, 2);
		values.add(0, 4, blob(1, 2, 3, 4));
		values.add(3, 1, blob(4));
		assertThat(values.complete(BitSet::new)).containsExactly(1, 2);
	}

	@Test
	void theFirstMissingSequenceIsNamed() {
		BucketValues values = new BucketValues("a", 1, 100, 5);
		values.add(100, 1, blob(0));
		values.add(102, 1, blob(2));
		assertThatThrownBy(() -> values.complete(BitSet::new)).hasMessage("output a: sequence 101 has no result");
	}

	@Test
	void aSequenceThatFailedMayBeMissing() {
		BucketValues values = new BucketValues("v", 2, 100, 4);
		values.add(101, 2, blob(1, 2, 3, 4));
		BitSet failed = BitSet.valueOf(new long[] { 0b1001 });
		assertThat(values.complete(() -> failed)).containsExactly(Double.NaN, Double.NaN, 1, 2, 3, 4, Double.NaN,
				Double.NaN);
	}

	@Test
	void aRowOfTheWrongSizeIsRefused() {
		BucketValues values = new BucketValues("a", 2, 0, 5);
		assertThatThrownBy(() -> values.add(0, 2, blob(1, 2, 3))).isInstanceOf(InvalidResultsException.class)
			.hasMessageContaining("24 bytes");
	}

	private static ByteBuffer blob(double... values) {
		ByteBuffer blob = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		blob.asDoubleBuffer().put(values);
		return blob;
	}

}
