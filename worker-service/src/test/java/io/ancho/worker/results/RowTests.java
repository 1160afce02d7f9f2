package io.ancho.worker.results;

import java.util.List;
import java.util.Random;

import io.ancho.events.ResultLayout;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowTests {

	@Test
	void splitsAtBuckets() {
		assertThat(Row.split(65_530, 10, 1)).containsExactly(new Row(0, 65_530, 6), new Row(1, 65_536, 4));
	}

	@Test
	void splitsAtTheLargestCell() {
		assertThat(Row.split(0, 5000, 31)).containsExactly(new Row(0, 0, 2114), new Row(0, 2114, 2114),
				new Row(0, 4228, 772));
	}

	@Test
	void givesAnEnormousVectorARowOfItsOwn() {
		assertThat(Row.split(7, 2, 100_000)).extracting(Row::count).containsExactly(1, 1);
	}

	@RepeatedTest(50)
	void coversEverySequenceOnceWithinBucketsAndCells(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		long first = random.nextLong(10_000_000);
		int count = 1 + random.nextInt(300_000);
		int width = 1 + random.nextInt(2000);
		List<Row> rows = Row.split(first, count, width);
		long next = first;
		for (Row row : rows) {
			assertThat(row.first()).isEqualTo(next);
			assertThat(row.bucket()).isEqualTo(ResultLayout.bucket(row.first(), width))
				.isEqualTo(ResultLayout.bucket(row.first() + row.count() - 1, width));
			assertThat(row.count() * (long) width * Double.BYTES).isLessThanOrEqualTo(ResultLayout.MAX_CELL_BYTES);
			next += row.count();
		}
		assertThat(next).isEqualTo(first + count);
	}

}
