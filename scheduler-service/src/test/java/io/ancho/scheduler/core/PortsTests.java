package io.ancho.scheduler.core;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortsTests {

	private static List<Ports.Range> without(int begin, int end) {
		return new Ports(List.of(new Ports.Range(10, 19), new Ports.Range(30, 30))).without(new Ports.Range(begin, end))
			.ranges();
	}

	@Test
	void rangeInTheMiddleLeavesBothSides() {
		assertThat(without(12, 13)).containsExactly(new Ports.Range(10, 11), new Ports.Range(14, 19),
				new Ports.Range(30, 30));
	}

	@Test
	void rangeAtAnEdgeLeavesOneSide() {
		assertThat(without(5, 10)).containsExactly(new Ports.Range(11, 19), new Ports.Range(30, 30));
		assertThat(without(19, 29)).containsExactly(new Ports.Range(10, 18), new Ports.Range(30, 30));
	}

	@Test
	void wholeRangeIsGone() {
		assertThat(without(10, 19)).containsExactly(new Ports.Range(30, 30));
		assertThat(without(30, 30)).containsExactly(new Ports.Range(10, 19));
		assertThat(without(1, 99)).isEmpty();
	}

	@Test
	void rangeElsewhereChangesNothing() {
		assertThat(without(20, 29)).containsExactly(new Ports.Range(10, 19), new Ports.Range(30, 30));
	}

}
