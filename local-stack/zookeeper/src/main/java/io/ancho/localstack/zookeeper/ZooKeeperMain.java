package io.ancho.localstack.zookeeper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * Runs a single ZooKeeper server in this process until it is told to end.
 * <p>
 * Environment: {@code ZOOKEEPER_DIR}, the folder that holds everything it writes;
 * {@code ZOOKEEPER_PORT}, bound to the loopback address alone.
 */
public final class ZooKeeperMain {

	/**
	 * A session may last 2 to 20 ticks, and its end is noticed at a tick. Logs are not
	 * made 64 MiB long beforehand, and old ones are deleted.
	 */
	private static final String CONFIGURATION = """
			tickTime=1000
			dataDir=%s
			clientPort=%s
			clientPortAddress=127.0.0.1
			admin.enableServer=false
			preAllocSize=256
			autopurge.snapRetainCount=3
			autopurge.purgeInterval=1
			""";

	private ZooKeeperMain() {
	}

	public static void main(String[] args) throws IOException {
		Path directory = Path.of(required("ZOOKEEPER_DIR")).toAbsolutePath();
		Path configuration = Files.createDirectories(directory).resolve("zoo.cfg");
		Files.writeString(configuration, CONFIGURATION.formatted(directory.resolve("log"), required("ZOOKEEPER_PORT")));
		QuorumPeerMain.main(new String[] { configuration.toString() });
	}

	private static String required(String name) {
		String value = System.getenv(name);
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("set the environment variable " + name);
		}
		return value;
	}

}
