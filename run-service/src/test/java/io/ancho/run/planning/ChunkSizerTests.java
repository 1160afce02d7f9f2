package io.ancho.run.planning;

import java.util.List;

import io.ancho.events.Output;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkSizerTests {

	private static final List<Output> SCALAR = List.of(new Output("x", null));

	private final ChunkSizer sizer = new ChunkSizer(1024);

	@Test
	void aChunkIsTwoSecondsOfWork() {
		Pace pace = Pace.measured(5000, 0.5);
		assertThat(this.sizer.next(1_000_000, 1, pace, false, SCALAR)).isEqualTo(20_000);
	}

	@Test
	void aChunkIsLongerWhereThousandsOfSlotsReport() {
		Pace pace = new Pace(1e-3, 1 << 20);
		assertThat(this.sizer.next(1L << 40, 1000, pace, false, SCALAR)).isEqualTo(2000);
		assertThat(this.sizer.next(1L << 40, 10_000, pace, false, SCALAR)).isEqualTo(20_000);
	}

	@Test
	void aChunkGrowsNoMoreThanEightfold() {
		Pace pace = Pace.measured(10, 0.001);
		assertThat(this.sizer.next(1_000_000, 1, pace, false, SCALAR)).isEqualTo(80);
	}

	@Test
	void aSequenceOfMinutesIsAChunkOfItsOwn() {
		assertThat(this.sizer.next(1000, 4, Pace.measured(1, 300), false, SCALAR)).isEqualTo(1);
	}

	@Test
	void aBatchModelsChunkIsWholeBlocksAndAtLeastOne() {
		assertThat(this.sizer.next(1_000_000, 1, Pace.measured(5000, 0.5), true, SCALAR)).isEqualTo(19 * 1024);
		assertThat(this.sizer.next(1_000_000, 1, Pace.measured(1024, 60), true, SCALAR)).isEqualTo(1024);
	}

	@Test
	void aChunksOutputsStayWithin64MiBAnd4MiSequences() {
		Pace fast = new Pace(1e-9, 1 << 30);
		List<Output> wide = List.of(new Output("x", null), new Output("path", 1023));
		assertThat(this.sizer.next(1L << 40, 1, fast, false, wide)).isEqualTo(8192);
		assertThat(this.sizer.next(1L << 40, 1, fast, false, List.of())).isEqualTo(4 * 1024 * 1024);
		assertThat(this.sizer.next(1L << 40, 1, fast, false, List.of(new Output("huge", 100_000_000)))).isEqualTo(1);
	}

	@Test
	void towardsTheEndTheSlotsShareWhatIsLeftButNotInCrumbs() {
		Pace pace = new Pace(1e-4, 20_000);
		assertThat(this.sizer.next(20_000, 4, pace, false, SCALAR)).isEqualTo(5000);
		assertThat(this.sizer.next(1500, 4, pace, false, SCALAR)).isEqualTo(1000);
	}

	@Test
	void thePilotIsWholeBlocksWhateverTheBlock() {
		assertThat(this.sizer.pilot()).isEqualTo(8192);
		assertThat(new ChunkSizer(3000).pilot()).isEqualTo(6000);
		assertThat(new ChunkSizer(65_536).pilot()).isEqualTo(65_536);
	}

}
