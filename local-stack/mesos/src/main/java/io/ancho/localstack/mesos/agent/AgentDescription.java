package io.ancho.localstack.mesos.agent;

import java.util.List;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;

/**
 * Who the agent is.
 *
 * @param id its id, kept across restarts
 * @param hostname the host's name as offers carry it
 * @param attributes what constraints can select it by
 */
public record AgentDescription(AgentID id, String hostname, List<Attribute> attributes) {
}
