package io.ancho.run.messaging;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerSettingsTests {

	@Test
	void nothingIsSaidOfABrokerThatIsSetAsThePagesSay() {
		assertThat(BrokerSettings
			.complaints(Map.of("group.share.max.size", "1000", "group.share.partition.max.record.locks", "2000")))
			.isEmpty();
	}

	@Test
	void kafkasOwnDefaultIsTooSmallForALargeRun() {
		assertThat(BrokerSettings.complaints(Map.of("group.share.max.size", "200"))).singleElement()
			.asString()
			.contains("group.share.max.size is 200", "set it to 1000");
	}

	@Test
	void aBrokerThatGivesOutFewRecordsIsTold() {
		assertThat(BrokerSettings.complaints(Map.of("group.share.partition.max.record.locks", "100"))).singleElement()
			.asString()
			.contains("group.share.partition.max.record.locks is 100", "set it to 2000");
	}

}
