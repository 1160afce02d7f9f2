package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import io.ancho.leadership.zookeeper.ZooKeeperAddress;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The masters that stand for election in ZooKeeper. The one that leads has the lowest
 * number of the nodes {@code json.info_…}, which hold a MasterInfo in JSON. While
 * ZooKeeper is away the last known leader is as good as any.
 */
final class MastersInZooKeeper implements Masters {

	private static final Logger logger = LoggerFactory.getLogger(MastersInZooKeeper.class);

	private static final Duration SESSION = Duration.ofSeconds(6);

	private static final String NODE = "json.info_";

	private final ZooKeeperAddress address;

	private final String scheme;

	private final CuratorFramework client;

	private final JsonMapper mapper = new JsonMapper();

	private @Nullable URI lastKnown;

	MastersInZooKeeper(ZooKeeperAddress address, String scheme) {
		this.address = address;
		this.scheme = scheme;
		this.client = address.connect(SESSION);
	}

	@Override
	public synchronized List<URI> find() throws IOException, InterruptedException {
		try {
			this.lastKnown = leader();
		}
		catch (IOException ex) {
			if (this.lastKnown == null) {
				throw ex;
			}
			logger.warn("{}; trying the last known one", ex.getMessage());
		}
		return List.of(this.lastKnown);
	}

	private URI leader() throws IOException, InterruptedException {
		try {
			String first = this.client.getChildren()
				.forPath(this.address.path())
				.stream()
				.filter((node) -> node.startsWith(NODE))
				.min(Comparator.naturalOrder())
				.orElseThrow(() -> new IOException("no master leads, says ZooKeeper at " + this.address));
			byte[] info = this.client.getData().forPath(this.address.path() + "/" + first);
			return url(this.mapper.readTree(info));
		}
		catch (KeeperException | JacksonException ex) {
			throw new IOException(
					"ZooKeeper at " + this.address + " does not say which master leads (" + ex.getMessage() + ")", ex);
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IOException(ex);
		}
	}

	/** A certificate names hosts; without one an address is surer to be reached. */
	private URI url(JsonNode info) throws IOException {
		JsonNode address = info.path("address");
		String host = address.path(this.scheme.equals("https") ? "hostname" : "ip").asString("");
		int port = address.path("port").asInt(0);
		if (host.isEmpty() || port == 0) {
			throw new IOException("a master has told ZooKeeper no address: " + info);
		}
		return URI.create(this.scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
	}

	@Override
	public void close() {
		this.client.close();
	}

}
