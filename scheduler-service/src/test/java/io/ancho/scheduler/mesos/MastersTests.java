package io.ancho.scheduler.mesos;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ancho.leadership.zookeeper.ZooKeeperAddress;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Finding masters, by list and in a real ZooKeeper.
 */
class MastersTests {

	@Test
	void listIsTriedInItsOrder() throws Exception {
		try (Masters masters = Masters.of(Connections.properties("http://a:5050, https://b:5050/"))) {
			assertThat(masters.find()).containsExactly(URI.create("http://a:5050"), URI.create("https://b:5050/"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1:5050", "http://a:5050/master", "zk://10.0.0.1:2181", "zk://10.0.0.1:2181/", "" })
	void whatIsNoAddressIsRefusedAtTheStart(String address) {
		assertThatIllegalArgumentException().isThrownBy(() -> Masters.of(Connections.properties(address)))
			.withMessageContaining("zk://");
	}

	@Test
	void lowestNodeInZooKeeperLeadsAndIsRememberedWhileZooKeeperIsAway() throws Exception {
		try (TestingServer zookeeper = new TestingServer();
				Masters masters = Masters
					.of(Connections.properties("zk://" + zookeeper.getConnectString() + "/mesos"))) {
			put(zookeeper, "json.info_0000000007", "10.0.0.2");
			put(zookeeper, "json.info_0000000003", "10.0.0.1");
			put(zookeeper, "log_replicas", "10.0.0.9");
			assertThat(masters.find()).containsExactly(URI.create("http://10.0.0.1:5050"));
			zookeeper.stop();
			assertThat(masters.find()).containsExactly(URI.create("http://10.0.0.1:5050"));
		}
	}

	@Test
	void hostNameIsUsedWithTlsBecauseTheCertificateNamesIt() throws Exception {
		try (TestingServer zookeeper = new TestingServer();
				Masters masters = new MastersInZooKeeper(
						ZooKeeperAddress.parse("zk://" + zookeeper.getConnectString() + "/mesos"), "https")) {
			put(zookeeper, "json.info_0000000003", "10.0.0.1");
			assertThat(masters.find()).isEqualTo(List.of(URI.create("https://master.example:5050")));
		}
	}

	@Test
	void noMasterAndNoZooKeeperAreToldApart() throws Exception {
		try (TestingServer zookeeper = new TestingServer();
				Masters masters = Masters
					.of(Connections.properties("zk://" + zookeeper.getConnectString() + "/mesos"))) {
			put(zookeeper, "log_replicas", "10.0.0.9");
			assertThatExceptionOfType(IOException.class).isThrownBy(masters::find)
				.withMessageContaining("no master leads");
			zookeeper.stop();
			assertThatExceptionOfType(IOException.class).isThrownBy(masters::find);
		}
	}

	/** A MasterInfo as Mesos 1.11 writes it. */
	private static void put(TestingServer zookeeper, String node, String ip) throws Exception {
		try (CuratorFramework client = CuratorFrameworkFactory.newClient(zookeeper.getConnectString(),
				new RetryOneTime(100))) {
			client.start();
			client.create().creatingParentsIfNeeded().forPath("/mesos/" + node, ("""
					{"address":{"hostname":"master.example","ip":"%s","port":5050},
					"capabilities":[{"type":"AGENT_UPDATE"},{"type":"AGENT_DRAINING"},{}],"hostname":"master.example",
					"id":"82a41b71-b357-4ea9-9d0a-bae90c67425e","ip":16777343,"pid":"master@%s:5050","port":5050,
					"version":"1.11.1"}""").formatted(ip, ip).getBytes(StandardCharsets.UTF_8));
		}
	}

}
