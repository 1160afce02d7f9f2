package io.ancho.leadership;

import java.util.Comparator;
import java.util.Optional;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The place of an instance in the line of those that want to lead.
 *
 * @param path its node
 * @param session whose it is
 * @param renewals how often its owner has renewed its lease since it has that place
 */
record PlaceInLine(String path, long session, int renewals) {

	/**
	 * The first place, whose owner leads.
	 * @param zookeeper an open session
	 * @param line the node under which the instances stand in line
	 * @return the place; empty if nobody stands in line, or the first has just left it
	 */
	static Optional<PlaceInLine> first(ZooKeeper zookeeper, String line) throws KeeperException, InterruptedException {
		Optional<String> first = zookeeper.getChildren(line, false)
			.stream()
			.min(Comparator.comparing((child) -> child.substring(child.lastIndexOf('-') + 1)))
			.map((child) -> line + "/" + child);
		if (first.isEmpty()) {
			return Optional.empty();
		}
		Stat stat = zookeeper.exists(first.get(), false);
		return Optional.ofNullable(stat)
			.map((found) -> new PlaceInLine(first.get(), found.getEphemeralOwner(), found.getVersion()));
	}

	boolean isOf(ZooKeeper zookeeper) {
		return this.session == zookeeper.getSessionId();
	}

}
