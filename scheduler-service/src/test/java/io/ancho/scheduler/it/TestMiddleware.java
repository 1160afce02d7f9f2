package io.ancho.scheduler.it;

/**
 * Where the real middleware listens.
 */
final class TestMiddleware {

	private TestMiddleware() {
	}

	static String cassandra() {
		return address("ancho.test.cassandra");
	}

	static String kafka() {
		return address("ancho.test.kafka");
	}

	private static String address(String property) {
		String address = System.getProperty(property);
		if (address == null) {
			throw new IllegalStateException("The system property " + property
					+ " is missing: ./ancho test starts Cassandra and Kafka and passes their addresses");
		}
		return address;
	}

}
