package io.ancho.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ports of the stack, all on the loopback address, all moved by the same offset so
 * that two stacks can run on one machine.
 *
 * @param offset 0 … 30,000
 */
record Ports(int offset) {

	private static final int HIGHEST_OFFSET = 30_000;

	Ports {
		if (offset < 0 || offset > HIGHEST_OFFSET) {
			throw new StackException("ANCHO_PORT_OFFSET must be between 0 and " + HIGHEST_OFFSET + ", not " + offset);
		}
	}

	static Ports shiftedBy(String offset) {
		try {
			return new Ports(Integer.parseInt(offset.strip()));
		}
		catch (NumberFormatException ex) {
			throw new StackException("ANCHO_PORT_OFFSET must be a whole number, not \"" + offset + "\"", ex);
		}
	}

	int supervisor() {
		return 8079 + this.offset;
	}

	int gateway() {
		return 8080 + this.offset;
	}

	/**
	 * The port of an instance of run-service.
	 * @param number the instance's, from 1 on
	 */
	int run(int number) {
		return ((number == 1) ? 8081 : 8086 + number) + this.offset;
	}

	/**
	 * The port of an instance of scheduler-service.
	 * @param number the instance's, from 1 on
	 */
	int scheduler(int number) {
		return ((number == 1) ? 8082 : 8083 + number) + this.offset;
	}

	int worker() {
		return 8083 + this.offset;
	}

	int stats() {
		return 8084 + this.offset;
	}

	int mesos() {
		return 5050 + this.offset;
	}

	int zookeeper() {
		return 2181 + this.offset;
	}

	int cassandra() {
		return 9042 + this.offset;
	}

	int cassandraInternode() {
		return 7000 + this.offset;
	}

	int kafka() {
		return 9092 + this.offset;
	}

	int kafkaController() {
		return 9093 + this.offset;
	}

	/**
	 * The range that the Mesos stand-in offers to executors, as {@code first-last}.
	 */
	String executors() {
		return (31_000 + this.offset) + "-" + (31_999 + this.offset);
	}

	static String url(int port) {
		return "http://127.0.0.1:" + port;
	}

	/**
	 * Refuse to start while another program listens on one of the ports: a half-started
	 * stack would be harder to understand.
	 * @param parts what is to be started
	 * @throws StackException naming the taken ports
	 */
	void requireFree(List<Part> parts) {
		IntStream besides = IntStream.of(supervisor(), cassandraInternode(), kafkaController());
		List<Integer> taken = IntStream.concat(besides, parts.stream().mapToInt(Part::port))
			.filter(Ports::isTaken)
			.boxed()
			.toList();
		if (!taken.isEmpty()) {
			throw new StackException("another program uses the port(s) " + taken
					+ " of 127.0.0.1; end it, or set ANCHO_PORT_OFFSET to move all of Ancho's ports");
		}
	}

	private static boolean isTaken(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return !socket.isBound();
		}
		catch (IOException ex) {
			return true;
		}
	}

}
