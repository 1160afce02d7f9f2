package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

import io.ancho.leadership.zookeeper.ZooKeeperAddress;

/**
 * Where Mesos's masters may be found. Any of them will do, since those that do not lead
 * redirect.
 */
sealed interface Masters extends AutoCloseable permits Masters.Listed, MastersInZooKeeper {

	/**
	 * The masters to try, in this order.
	 * @return base URLs, at least one
	 * @throws IOException if none is known
	 * @throws InterruptedException if interrupted
	 */
	List<URI> find() throws IOException, InterruptedException;

	@Override
	void close();

	/**
	 * Reads {@code ANCHO_MESOS}: a base URL, several with commas between, or
	 * {@code zk://…}.
	 */
	static Masters of(MesosProperties properties) {
		if (ZooKeeperAddress.isMeant(properties.master())) {
			String scheme = properties.ca().isEmpty() ? "http" : "https";
			return new MastersInZooKeeper(ZooKeeperAddress.parse(properties.master()), scheme);
		}
		return new Listed(Arrays.stream(properties.master().split(",")).map(String::strip).map(Masters::url).toList());
	}

	private static URI url(String text) {
		if (!text.matches("https?://[^/]+/?")) {
			throw new IllegalArgumentException("ANCHO_MESOS: " + text
					+ " is not a master's URL, such as http://10.0.0.1:5050, nor a place in ZooKeeper, such as zk://10.0.0.1:2181/mesos");
		}
		return URI.create(text);
	}

	/**
	 * A fixed list.
	 *
	 * @param find the base URLs
	 */
	record Listed(List<URI> find) implements Masters {

		@Override
		public void close() {
		}

	}

}
