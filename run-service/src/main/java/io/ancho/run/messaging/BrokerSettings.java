package io.ancho.run.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Looks at the brokers' settings that queues depend on, and tells an operator of those
 * that are not as they should be.
 */
@Component
public class BrokerSettings {

	private static final Logger log = LoggerFactory.getLogger(BrokerSettings.class);

	private static final String MEMBERS = "group.share.max.size";

	private static final String RECORDS = "group.share.partition.max.record.locks";

	private static final int MOST_MEMBERS = 1000;

	private static final int SECONDS = 5;

	private final Admin admin;

	BrokerSettings(Admin admin) {
		this.admin = admin;
	}

	/** Warns of each setting of each broker that limits queues; never fails. */
	public void check() {
		try {
			for (Node node : this.admin.describeCluster().nodes().get(SECONDS, TimeUnit.SECONDS)) {
				complaints(settings(node))
					.forEach((complaint) -> log.warn("Broker {}: {}", node.idString(), complaint));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			log.info("The brokers' settings cannot be read, so nobody says whether {} is what runs need: {}", MEMBERS,
					ex.toString());
		}
	}

	private Map<String, String> settings(Node node) throws InterruptedException, ExecutionException, TimeoutException {
		ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
		Map<String, String> settings = new HashMap<>();
		this.admin.describeConfigs(List.of(broker))
			.all()
			.get(SECONDS, TimeUnit.SECONDS)
			.values()
			.forEach((config) -> config.entries().forEach((entry) -> settings.put(entry.name(), entry.value())));
		return settings;
	}

	static List<String> complaints(Map<String, String> settings) {
		List<String> complaints = new ArrayList<>();
		int members = number(settings, MEMBERS, MOST_MEMBERS);
		if (members < MOST_MEMBERS) {
			complaints.add("%s is %d: a run, or the pool, has no more executors than that, and those beyond end again; "
				.formatted(MEMBERS, members) + "set it to " + MOST_MEMBERS + ", the most that Kafka takes");
		}
		int records = number(settings, RECORDS, Queues.RECORDS_PER_PARTITION);
		if (records < Queues.RECORDS_PER_PARTITION) {
			complaints
				.add(("%s is %d: a slow chunk holds up its part of the queue once so many others have been taken; "
						+ "set it to %d or more")
					.formatted(RECORDS, records, Queues.RECORDS_PER_PARTITION));
		}
		return complaints;
	}

	private static int number(Map<String, String> settings, String name, int otherwise) {
		String value = settings.get(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

}
