package io.ancho.run.execution;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionLoadsTests {

	private final PartitionLoads loads = new PartitionLoads(5);

	@Test
	void whatNobodyHasTakenYetIsSpreadEvenly() {
		assertThat(place(9, 3)).containsExactly(2, 0, 1, 2, 0, 1, 2, 0, 1);
	}

	@Test
	void aPartitionThatGetsOnFasterGetsMore() {
		place(9, 3);
		for (int i = 0; i < 3; i++) {
			this.loads.remove(1);
		}
		assertThat(place(4, 3)).containsExactly(1, 1, 1, 2);
	}

	@Test
	void aPartitionThatWasAddedIsFilledFirst() {
		place(4, 2);
		assertThat(place(3, 3)).containsExactly(2, 2, 2);
	}

	private List<Integer> place(int chunks, int partitions) {
		return IntStream.range(0, chunks).map((chunk) -> this.loads.place(partitions)).boxed().toList();
	}

}
