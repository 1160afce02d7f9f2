package io.ancho.localstack.mesos.master;

import java.net.URI;

import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.MasterInfo;

import io.ancho.localstack.mesos.agent.AgentDescription;

/**
 * Who a master is and what its agent has.
 *
 * @param id the master's id, new at every start
 * @param address where it listens
 * @param agent its agent
 * @param cpus cores to offer
 * @param memMib memory to offer
 * @param firstPort the first port to offer
 * @param lastPort the last one
 */
public record MasterSettings(String id, URI address, AgentDescription agent, double cpus, double memMib, int firstPort,
		int lastPort) {

	/** The version of Mesos whose behaviour is imitated. */
	private static final String VERSION = "1.11.0";

	private static final int LOOPBACK = 16777343;

	private static final double DISK_MIB = 10_240;

	Quantities total() {
		return Quantities.of(this.cpus, this.memMib, DISK_MIB, PortSet.of(this.firstPort, this.lastPort));
	}

	MasterInfo info() {
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
