package io.ancho.run.source.fetch;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network: the addresses that begin with the same bits.
 *
 * @param prefix those bits, as a number
 * @param bits how many they are
 * @param length how many bits an address has, 32 or 128
 */
record Network(BigInteger prefix, int bits, int length) {

	/** No names: they would be looked up. */
	private static final Pattern WRITTEN = Pattern.compile("([0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)/(\\d{1,3})");

	/**
	 * Reads a network as it is commonly written.
	 * @param text such as {@code 10.0.0.0/8} or {@code fd00::/8}
	 * @return the network
	 * @throws IllegalArgumentException if it is none
	 */
	static Network parse(String text) {
		Matcher matcher = WRITTEN.matcher(text);
		if (matcher.matches()) {
			byte[] address = address(matcher.group(1));
			int length = address.length * Byte.SIZE;
			int bits = Integer.parseInt(matcher.group(2));
			if (0 < length && bits <= length) {
				return new Network(new BigInteger(1, address).shiftRight(length - bits), bits, length);
			}
		}
		throw new IllegalArgumentException("not a network such as 10.0.0.0/8: " + text);
	}

	/** Empty if it is none. */
	private static byte[] address(String text) {
		try {
			return InetAddress.getByName(text).getAddress();
		}
		catch (UnknownHostException ex) {
			return new byte[0];
		}
	}

	boolean holds(InetAddress address) {
		byte[] bytes = address.getAddress();
		return bytes.length * Byte.SIZE == this.length
				&& new BigInteger(1, bytes).shiftRight(this.length - this.bits).equals(this.prefix);
	}

}
