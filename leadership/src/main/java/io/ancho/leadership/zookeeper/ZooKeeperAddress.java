package io.ancho.leadership.zookeeper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;

/**
 * Where something lies in ZooKeeper, as Mesos writes it:
 * {@code zk://host:port,host:port/path}, with {@code user:password@} before the hosts
 * where the ensemble asks for digest authentication.
 *
 * @param hosts the ensemble, {@code host:port,…}
 * @param path the path, which begins with a slash
 * @param credentials {@code user:password}, empty for none
 */
public record ZooKeeperAddress(String hosts, String path, String credentials) {

	private static final Pattern FORM = Pattern
		.compile("zk://(?:(?<credentials>[^@/]+:[^@/]+)@)?(?<hosts>[^@/]+)(?<path>/.*[^/])");

	/**
	 * Reads an address.
	 * @param address the address
	 * @return its parts
	 * @throws IllegalArgumentException if it is not of this form; credentials are not
	 * repeated
	 */
	public static ZooKeeperAddress parse(String address) {
		Matcher matcher = FORM.matcher(address);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"an address in ZooKeeper has the form zk://host:port,host:port/path, and the path is not empty");
		}
		String credentials = matcher.group("credentials");
		return new ZooKeeperAddress(matcher.group("hosts"), matcher.group("path"),
				(credentials != null) ? credentials : "");
	}

	/**
	 * Whether something is meant to be such an address.
	 * @param address any address
	 * @return whether it begins with {@code zk://}
	 */
	public static boolean isMeant(String address) {
		return address.startsWith("zk://");
	}

	/**
	 * Begins to connect, and keeps trying until the client is closed. A connection that
	 * is interrupted for less than the session timeout counts as one; a request is tried
	 * for about as long.
	 * @param session the session timeout
	 * @return a client that has been started
	 */
	public CuratorFramework connect(Duration session) {
		CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
			.connectString(this.hosts)
			.sessionTimeoutMs((int) session.toMillis())
			.connectionTimeoutMs((int) session.toMillis() / 3)
			.connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
			.retryPolicy(new ReconnectPolicy(session));
		if (!this.credentials.isEmpty()) {
			builder.authorization("digest", this.credentials.getBytes(StandardCharsets.UTF_8));
		}
		CuratorFramework client = builder.build();
		client.start();
		return client;
	}

	/** Without the credentials. */
	@Override
	public String toString() {
		return "zk://" + this.hosts + this.path;
	}

}
