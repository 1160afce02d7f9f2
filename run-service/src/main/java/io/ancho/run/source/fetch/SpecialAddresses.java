package io.ancho.run.source.fetch;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Addresses that are not of the public internet, after IANA's registries of special
 * purpose addresses (RFC 6890). Of IPv6 only global unicast, 2000::/3, can be public;
 * what carries an IPv4 address inside (6to4, Teredo, NAT64) never is.
 */
final class SpecialAddresses {

	private static final List<Block> SPECIAL = List.of(block("0.0.0.0", 8), block("10.0.0.0", 8),
			block("100.64.0.0", 10), block("127.0.0.0", 8), block("169.254.0.0", 16), block("172.16.0.0", 12),
			block("192.0.0.0", 24), block("192.0.2.0", 24), block("192.88.99.0", 24), block("192.168.0.0", 16),
			block("198.18.0.0", 15), block("198.51.100.0", 24), block("203.0.113.0", 24), block("224.0.0.0", 3),
			block("2001::", 23), block("2001:db8::", 32), block("2002::", 16), block("3fff::", 20));

	private static final Block GLOBAL_UNICAST = block("2000::", 3);

	private record Block(BigInteger network, int bits, int length) {

		boolean holds(InetAddress address) {
			byte[] bytes = address.getAddress();
			return bytes.length * 8 == this.length
					&& new BigInteger(1, bytes).shiftRight(this.length - this.bits).equals(this.network);
		}

	}

	private SpecialAddresses() {
	}

	private static Block block(String network, int bits) {
		try {
			byte[] bytes = InetAddress.getByName(network).getAddress();
			int length = bytes.length * 8;
			return new Block(new BigInteger(1, bytes).shiftRight(length - bits), bits, length);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Whether an address is of the public internet. An IPv4-mapped IPv6 address is an
	 * IPv4 address to Java already.
	 * @param address any address
	 * @return whether it is
	 */
	static boolean isPublic(InetAddress address) {
		boolean routed = address instanceof Inet4Address || GLOBAL_UNICAST.holds(address);
		return routed && SPECIAL.stream().noneMatch((block) -> block.holds(address));
	}

}
