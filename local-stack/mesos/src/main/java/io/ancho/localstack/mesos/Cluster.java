package io.ancho.localstack.mesos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

import io.ancho.localstack.mesos.agent.Agent;
import io.ancho.localstack.mesos.agent.AgentDescription;
import io.ancho.localstack.mesos.agent.Emulation;
import io.ancho.localstack.mesos.agent.Processes;
import io.ancho.localstack.mesos.master.Master;
import io.ancho.localstack.mesos.master.MasterSettings;
import io.ancho.localstack.mesos.master.Startup;

/**
 * The agents, and the masters that they have one after the other.
 */
final class Cluster {

	private final List<Agent> agents;

	private final URI address;

	private final Duration pingTimeout;

	private Cluster(List<Agent> agents, URI address, Duration pingTimeout) {
		this.agents = agents;
		this.address = address;
		this.pingTimeout = pingTimeout;
	}

	static Cluster of(MesosSettings settings, URI address) throws IOException {
		String prefix = agentId(settings.work());
		List<Agent> agents = new ArrayList<>(1 + settings.emulated());
		agents.add(new Agent(
				description(prefix + "-S0", "localhost", settings.agent().attributes(0), settings.agent().resources()),
				new Processes(settings.work(), settings.memoryLimited())));
		// One list for all agents of a kind: there may be very many.
		List<List<Resource>> resources = settings.emulatedSpecs().stream().map(AgentSpec::resources).toList();
		for (int number = 1; number <= settings.emulated(); number++) {
			int kind = (number - 1) % resources.size();
			agents.add(new Agent(
					description(prefix + "-S" + number, "agent-" + number + ".local",
							settings.emulatedSpecs().get(kind).attributes(number), resources.get(kind)),
					new Emulation()));
		}
		return new Cluster(agents, address, settings.pingTimeout());
	}

	private static AgentDescription description(String id, String hostname, List<Attribute> attributes,
			List<Resource> resources) {
		return new AgentDescription(AgentID.newBuilder().setValue(id).build(), hostname, attributes, resources);
	}

	/** The agents keep their ids for as long as the work folder lives. */
	private static String agentId(Path work) throws IOException {
		Path file = work.resolve("agent-id");
		if (!Files.exists(file)) {
			Files.writeString(file, UUID.randomUUID() + "-S0");
		}
		return Files.readString(file).strip().replaceFirst("-S0$", "");
	}

	/**
	 * A new master, which knows nothing but its agents.
	 * @param serves when it answers calls
	 * @param agentsRegister when its agents register
	 * @return the master
	 */
	Master master(Instant serves, Instant agentsRegister) {
		return new Master(new MasterSettings(UUID.randomUUID().toString(), this.address, this.pingTimeout), this.agents,
				new Startup(serves, agentsRegister));
	}

}
