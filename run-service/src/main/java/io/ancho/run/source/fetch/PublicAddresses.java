package io.ancho.run.source.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of hosts, each host looked up once and pinned: what was checked is what
 * is connected to, whatever the name server says the next time. A host with any address
 * that is neither public nor of an allowed network is refused.
 */
class PublicAddresses implements DnsResolver {

	private final Map<String, InetAddress[]> pinned = new HashMap<>();

	private final Predicate<InetAddress> allowed;

	PublicAddresses(Predicate<InetAddress> allowed) {
		this.allowed = allowed;
	}

	/**
	 * The addresses within a reach.
	 * @param reach whom a fetch may ask
	 * @return the addresses
	 * @throws IllegalArgumentException if one of its networks is none
	 */
	static PublicAddresses of(FetchOrder.Reach reach) {
		List<Network> networks = reach.networks().stream().map(Network::parse).toList();
		return new PublicAddresses((address) -> SpecialAddresses.isPublic(address)
				|| networks.stream().anyMatch((network) -> network.holds(address)));
	}

	@Override
	public synchronized InetAddress[] resolve(String host) throws UnknownHostException {
		InetAddress[] addresses = this.pinned.get(host);
		if (addresses == null) {
			addresses = lookUp(host);
			check(host, addresses);
			this.pinned.put(host, addresses);
		}
		return addresses.clone();
	}

	@Override
	public String resolveCanonicalHostname(String host) {
		return host;
	}

	/**
	 * Asks the name server.
	 * @param host a name or an address
	 * @return its addresses
	 * @throws UnknownHostException if it has none
	 */
	InetAddress[] lookUp(String host) throws UnknownHostException {
		return InetAddress.getAllByName(host);
	}

	private void check(String host, InetAddress[] addresses) {
		for (InetAddress address : addresses) {
			if (!this.allowed.test(address)) {
				throw FetchException.url("leads to " + host + " at " + address.getHostAddress()
						+ ", which is not of the public internet; use a public address, or upload an archive");
			}
		}
	}

}
