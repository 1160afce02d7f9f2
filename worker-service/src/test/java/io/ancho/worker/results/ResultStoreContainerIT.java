package io.ancho.worker.results;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.cassandra.CassandraContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The same on a Cassandra in a container, where there is Docker: {@code ./ancho test}
 * sets the property to the image that it has built.
 */
@EnabledIfSystemProperty(named = "ancho.test.cassandra-image", matches = ".+")
class ResultStoreContainerIT extends ResultStoreContract {

	private static CassandraContainer container;

	@BeforeAll
	@SuppressWarnings("resource")
	static void start() {
		DockerImageName image = DockerImageName.parse(System.getProperty("ancho.test.cassandra-image"))
			.asCompatibleSubstituteFor("cassandra");
		container = new CassandraContainer(image).waitingFor(Wait.forLogMessage(".*Startup complete.*", 1));
		container.start();
	}

	@AfterAll
	static void stop() {
		container.stop();
	}

	@Override
	String cassandra() {
		return container.getHost() + ":" + container.getMappedPort(9042);
	}

}
