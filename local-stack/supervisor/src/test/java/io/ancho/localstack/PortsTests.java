package io.ancho.localstack;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class PortsTests {

	/** Far from the stacks that may be running here. */
	private static final int HIGH = 21_000;

	@Test
	void everyPortMovesByTheOffset() {
		Ports ports = Ports.shiftedBy("100");
		assertThat(ports.gateway()).isEqualTo(8180);
		assertThat(ports.cassandra()).isEqualTo(9142);
		assertThat(ports.executors()).isEqualTo("31100-32099");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "30001", "many", "" })
	void anOffsetThatLeavesTheRangeOfPortsIsRefusedByName(String offset) {
		assertThatExceptionOfType(StackException.class).isThrownBy(() -> Ports.shiftedBy(offset))
			.withMessageContaining("ANCHO_PORT_OFFSET");
	}

	@Test
	void aPortThatAnotherProgramUsesIsNamed() throws Exception {
		try (ServerSocket other = listeningSomewhere()) {
			Part part = listeningAt(other.getLocalPort());
			assertThatExceptionOfType(StackException.class).isThrownBy(() -> new Ports(HIGH).requireFree(List.of(part)))
				.withMessageContaining(String.valueOf(other.getLocalPort()));
			assertThatNoException().isThrownBy(() -> new Ports(HIGH).requireFree(List.of()));
		}
	}

	@Test
	void portsThatNoPartIsNamedForMatterToo() throws Exception {
		try (ServerSocket other = listeningSomewhere()) {
			Ports ports = new Ports(other.getLocalPort() - new Ports(0).kafkaController());
			assertThatExceptionOfType(StackException.class).isThrownBy(() -> ports.requireFree(List.of()))
				.withMessageContaining(String.valueOf(other.getLocalPort()));
		}
	}

	private static Part listeningAt(int port) {
		return new Part("part", Part.Kind.SERVICE, port, Path.of("part.jar"), null, List.of(), Map.of(),
				Readiness.port(port), Set.of());
	}

	private static ServerSocket listeningSomewhere() throws IOException {
		for (int port = 20_000;; port++) {
			try {
				return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
			}
			catch (BindException ex) {
				// Taken by somebody else: the next one.
			}
		}
	}

}
