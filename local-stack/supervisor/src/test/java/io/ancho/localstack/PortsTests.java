package io.ancho.localstack;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class PortsTests {

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
			int offset = other.getLocalPort() - new Ports(0).cassandra();
			assertThatExceptionOfType(StackException.class).isThrownBy(() -> new Ports(offset).requireFree(1))
				.withMessageContaining(String.valueOf(other.getLocalPort()));
		}
	}

	@Test
	void portsOfFurtherSchedulersAndTheirZooKeeperMatterWhereThereAreSome() throws Exception {
		try (ServerSocket other = listeningSomewhere()) {
			Ports ports = new Ports(other.getLocalPort() - new Ports(0).scheduler(2));
			assertThatNoException().isThrownBy(() -> ports.requireFree(1));
			assertThatExceptionOfType(StackException.class).isThrownBy(() -> ports.requireFree(2))
				.withMessageContaining(String.valueOf(other.getLocalPort()));
		}
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
