package io.ancho.localstack.cassandra;

import java.net.InetAddress;
import java.security.cert.Certificate;

import org.apache.cassandra.auth.IInternodeAuthenticator;

/**
 * Refuses whoever wants to speak to this node as another node: there is none, and such a
 * one may read and write everything.
 */
public final class NoOtherNode implements IInternodeAuthenticator {

	@Override
	public boolean authenticate(InetAddress address, int port, Certificate[] certificates,
			InternodeConnectionDirection direction) {
		return false;
	}

	@Override
	public void validateConfiguration() {
	}

}
