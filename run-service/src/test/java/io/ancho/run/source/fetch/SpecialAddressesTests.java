package io.ancho.run.source.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpecialAddressesTests {

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
			"2130706433", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.19.0.1",
			"224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:192.168.0.1", "::127.0.0.1",
			"64:ff9b::a00:1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1",
			"2002:7f00:1::", "100::1" })
	void privateAddressesAndTheLikeAreNotPublic(String address) throws UnknownHostException {
		assertThat(SpecialAddresses.isPublic(InetAddress.getByName(address))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
			"198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1", "2a00:1450::1", "2001:4860:4860::8888",
			"::ffff:8.8.8.8" })
	void otherAddressesArePublic(String address) throws UnknownHostException {
		assertThat(SpecialAddresses.isPublic(InetAddress.getByName(address))).isTrue();
	}

}
