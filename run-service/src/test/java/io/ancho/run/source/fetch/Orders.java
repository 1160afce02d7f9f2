package io.ancho.run.source.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.ancho.run.source.Source;
import io.ancho.run.source.SourceDocument;

/**
 * Executes orders within the test, where name servers can be made to say anything.
 */
final class Orders {

	static final FetchOrder.Reach REACH = new FetchOrder.Reach(List.of("127.0.0.0/8"), true, "");

	static final FetchOrder.Limits LIMITS = new FetchOrder.Limits(1024 * 1024, 20, 512 * 1024, 3, Duration.ofSeconds(2),
			Duration.ofSeconds(30));

	private Orders() {
	}

	static FetchReport fetch(Source source, Path folder) throws IOException {
		return fetch(source, folder, PublicAddresses.of(REACH));
	}

	static FetchReport fetch(Source source, Path folder, PublicAddresses addresses) throws IOException {
		return fetch(source, folder, REACH, addresses);
	}

	static FetchReport fetch(Source source, Path folder, FetchOrder.Reach reach) throws IOException {
		return fetch(source, folder, reach, PublicAddresses.of(reach));
	}

	private static FetchReport fetch(Source source, Path folder, FetchOrder.Reach reach, PublicAddresses addresses)
			throws IOException {
		return FetchMain.fetch(new FetchOrder(SourceDocument.of(source), folder.toString(), reach, LIMITS), addresses);
	}

	/**
	 * A name server of the test's own. 127.0.0.1 stands for the public internet, anything
	 * else for private networks.
	 */
	static final class Names extends PublicAddresses {

		final List<String> asked = new ArrayList<>();

		Names() {
			super((address) -> address.getHostAddress().equals("127.0.0.1"));
		}

		/** The first answer is public, later ones are not; {@code inside…} never is. */
		@Override
		InetAddress[] lookUp(String host) throws UnknownHostException {
			boolean inside = host.startsWith("inside") || this.asked.contains(host);
			this.asked.add(host);
			InetAddress address = InetAddress.getByName(inside ? "127.0.0.2" : "127.0.0.1");
			return host.startsWith("both") ? new InetAddress[] { address, InetAddress.getByName("10.0.0.1") }
					: new InetAddress[] { address };
		}

	}

}
