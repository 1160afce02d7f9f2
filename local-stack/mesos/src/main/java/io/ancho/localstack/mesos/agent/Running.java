package io.ancho.localstack.mesos.agent;

import org.apache.mesos.protobuf.ByteString;

/**
 * What the update that a task runs tells besides.
 *
 * @param address where the task listens
 * @param data what the container's engine says of it; empty for a plain command
 */
record Running(String address, ByteString data) {

	/** In the agent's own network. */
	static final Running HERE = new Running("127.0.0.1", ByteString.EMPTY);

}
