package io.ancho.run.source.fetch;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NetworkTests {

	@ParameterizedTest
	@CsvSource({ "10.1.0.0/16, 10.1.255.255, true", "10.1.0.0/16, 10.2.0.0, false", "10.1.2.3/32, 10.1.2.3, true",
			"10.1.2.3/32, 10.1.2.2, false", "0.0.0.0/0, 255.255.255.255, true", "0.0.0.0/0, ::1, false",
			"fd00::/8, fdff::1, true", "fd00::/8, fe00::1, false", "::/0, 10.0.0.1, false" })
	void aNetworkHoldsWhatBeginsWithItsBits(String network, String address, boolean holds) throws Exception {
		assertThat(Network.parse(network).holds(InetAddress.getByName(address))).isEqualTo(holds);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "10.0.0.0", "10.0.0.0/33", "fd00::/129", "10.0.0.0/-1", "/8", "256.0.0.1/8",
			"localhost/8", "true" })
	void whatIsNoNetworkIsNamed(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text)).withMessageContaining(text);
	}

}
