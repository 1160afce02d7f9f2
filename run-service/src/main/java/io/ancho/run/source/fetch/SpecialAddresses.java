package io.ancho.run.source.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that are not of the public internet, after IANA's registries of special
 * purpose addresses (RFC 6890). Of IPv6 only global unicast, 2000::/3, can be public;
 * what carries an IPv4 address inside (6to4, Teredo, NAT64) never is.
 */
final class SpecialAddresses {

	private static final List<Network> SPECIAL = Stream
		.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
				"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
				"203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
		.map(Network::parse)
		.toList();

	private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

	private SpecialAddresses() {
	}

	/**
	 * Whether an address is of the public internet. An IPv4-mapped IPv6 address is an
	 * IPv4 address to Java already.
	 * @param address any address
	 * @return whether it is
	 */
	static boolean isPublic(InetAddress address) {
		boolean routed = address instanceof Inet4Address || GLOBAL_UNICAST.holds(address);
		return routed && SPECIAL.stream().noneMatch((network) -> network.holds(address));
	}

}
