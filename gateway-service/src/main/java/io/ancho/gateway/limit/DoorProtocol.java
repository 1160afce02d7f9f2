package io.ancho.gateway.limit;

import java.time.Duration;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP over a {@link DoorEndpoint}. Tomcat makes the instance, hence the public class.
 */
public class DoorProtocol extends Http11NioProtocol {

	private final DoorEndpoint endpoint;

	public DoorProtocol() {
		this(new DoorEndpoint());
	}

	private DoorProtocol(DoorEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	void limit(Duration head, int connectionsPerAddress) {
		this.endpoint.limit(head, connectionsPerAddress);
	}

}
