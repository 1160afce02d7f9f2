package io.ancho.leadership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.ancho.leadership.zookeeper.ZooKeeperAddress;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances with a real ZooKeeper that goes and comes.
 */
class ZooKeeperElectionTests {

	private static final Duration SESSION = Duration.ofSeconds(4);

	private final TestingServer zookeeper = new TestingServer();

	private final BlockingQueue<String> history = new LinkedBlockingQueue<>();

	private final List<ZooKeeperElection> standing = new ArrayList<>();

	private final Map<String, Lease> leases = new ConcurrentHashMap<>();

	ZooKeeperElectionTests() throws Exception {
	}

	@AfterEach
	void close() throws Exception {
		this.standing.forEach(ZooKeeperElection::withdraw);
		this.zookeeper.close();
	}

	private ZooKeeperElection stand(String name) {
		ZooKeeperElection election = new ZooKeeperElection(address(), SESSION, name, lease(name));
		election.stand(() -> lead(name));
		this.standing.add(election);
		return election;
	}

	private Lease lease(String name) {
		return this.leases.computeIfAbsent(name, (key) -> new Lease());
	}

	private void lead(String name) throws InterruptedException {
		this.history.add(name + (lease(name).holds() ? " leads" : " leads without a lease"));
		try {
			new CountDownLatch(1).await();
		}
		finally {
			this.history.add(name + " stops");
		}
	}

	private void expect(String event) throws InterruptedException {
		assertThat(this.history.poll(30, TimeUnit.SECONDS)).isEqualTo(event);
	}

	@Test
	void secondStandsByUntilTheFirstIsGone() throws Exception {
		ZooKeeperElection first = stand("a");
		expect("a leads");
		ZooKeeperElection second = stand("b");
		assertThat(first.leader()).contains("a");
		first.withdraw();
		expect("a stops");
		expect("b leads");
		assertThat(second.leader()).contains("b");
	}

	@Test
	void interruptionShorterThanTheSessionChangesNothing() throws Exception {
		ZooKeeperElection first = stand("a");
		expect("a leads");
		this.zookeeper.restart();
		ZooKeeperElection second = stand("b");
		await().until(() -> second.leader().isPresent());
		assertThat(second.leader()).contains("a");
		first.withdraw();
		expect("a stops");
		expect("b leads");
	}

	@Test
	void standbyLeadsWithinASecondOfTheLeadersEndAndNeverBeforeIt() throws Exception {
		ZooKeeperElection first = stand("a");
		expect("a leads");
		ZooKeeperElection second = stand("b");
		await().until(() -> second.leader().isPresent());
		long begin = System.nanoTime();
		first.withdraw();
		expect("a stops");
		expect("b leads");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
		assertThat(lease("a").holds()).isFalse();
		assertThat(lease("b").holds()).isTrue();
	}

	@Test
	void leaseIsRenewedForLongerThanASessionAndOnlyTheLeaderHasIt() throws Exception {
		stand("a");
		expect("a leads");
		stand("b");
		await().during(SESSION.multipliedBy(2)).atMost(SESSION.multipliedBy(3)).until(() -> lease("a").holds());
		assertThat(lease("b").holds()).isFalse();
	}

	@Test
	void leaderWhosePlaceInLineIsTakenAwayStopsThoughItsSessionLives() throws Exception {
		stand("a");
		expect("a leads");
		try (CuratorFramework operator = address().connect(SESSION)) {
			for (String node : operator.getChildren().forPath("/ancho/leader")) {
				operator.delete().forPath("/ancho/leader/" + node);
			}
		}
		expect("a stops");
		expect("a leads");
	}

	@Test
	void leaderThatLosesZooKeeperStopsAndIsElectedAgainWhenItIsBack() throws Exception {
		ZooKeeperElection first = stand("a");
		expect("a leads");
		this.zookeeper.stop();
		expect("a stops");
		assertThat(first.leader()).isEmpty();
		this.zookeeper.restart();
		expect("a leads");
	}

	@Test
	void leaderThatRenewsItsLeaseNoMoreLosesItsPlaceBeforeItsSessionAndAfterItsLease() throws Exception {
		try (CuratorFramework silent = silentLeader()) {
			long renewed = renew(silent);
			stand("b");
			expect("b leads");
			assertThat(Duration.ofNanos(System.nanoTime() - renewed)).isBetween(LeaseRenewal.LENGTH,
					Duration.ofSeconds(4));
			assertThat(silent.getZookeeperClient().getZooKeeper().getState().isConnected()).isTrue();
		}
	}

	@Test
	void leaderThatRenewsItsLeaseKeepsItsPlace() throws Exception {
		try (CuratorFramework busy = silentLeader()) {
			renew(busy);
			stand("b");
			await().during(SESSION.multipliedBy(2))
				.atMost(SESSION.multipliedBy(3))
				.until(() -> renew(busy) != 0 && this.history.isEmpty());
		}
	}

	/** As before leases were renewed by writing. */
	@Test
	void leaderOfAnEarlierVersionIsLeftToItsSession() throws Exception {
		try (CuratorFramework earlier = silentLeader()) {
			stand("b");
			await().during(SESSION).atMost(SESSION.multipliedBy(2)).until(this.history::isEmpty);
		}
		expect("b leads");
	}

	/** Somebody who is first in line, for as long as the session lasts. */
	private CuratorFramework silentLeader() throws Exception {
		CuratorFramework client = address().connect(SESSION.multipliedBy(10));
		client.create()
			.creatingParentsIfNeeded()
			.withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
			.forPath("/ancho/leader/lock-");
		return client;
	}

	private static long renew(CuratorFramework leader) throws Exception {
		for (String node : leader.getChildren().forPath("/ancho/leader")) {
			if (!node.startsWith("_c_")) {
				leader.setData().forPath("/ancho/leader/" + node);
			}
		}
		return System.nanoTime();
	}

	private ZooKeeperAddress address() {
		return ZooKeeperAddress.parse("zk://" + this.zookeeper.getConnectString() + "/ancho/leader");
	}

}
