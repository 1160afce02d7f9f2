package io.ancho.localstack.mesos.master;

import java.net.URI;
import java.time.Duration;

import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;

/**
 * Who a master is.
 *
 * @param id its id, new at every start
 * @param address where it listens
 * @param pingTimeout how long an agent may stay away before it is unreachable
 */
public record MasterSettings(String id, URI address, Duration pingTimeout) {

	/** The version of Mesos whose behaviour is imitated. */
	private static final String VERSION = "1.11.0";

	private static final int LOOPBACK = 16777343;

	public MasterInfo info() {
		String host = this.address.getHost();
		int port = this.address.getPort();
		return MasterInfo.newBuilder()
			.setId(this.id)
			.setIp(LOOPBACK)
			.setPort(port)
			.setPid("master@" + host + ":" + port)
			.setHostname(host)
			.setVersion(VERSION)
			.setAddress(Address.newBuilder().setHostname(host).setIp(host).setPort(port))
			.build();
	}

}
