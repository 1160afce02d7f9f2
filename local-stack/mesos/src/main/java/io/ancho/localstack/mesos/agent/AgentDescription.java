package io.ancho.localstack.mesos.agent;

import java.util.List;

import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.Resource;

/**
 * Who an agent is and what it has.
 *
 * @param id its id, kept across restarts
 * @param hostname the host's name as offers carry it
 * @param attributes what constraints can select it by
 * @param resources all that it can offer
 */
public record AgentDescription(AgentID id, String hostname, List<Attribute> attributes, List<Resource> resources) {
}
