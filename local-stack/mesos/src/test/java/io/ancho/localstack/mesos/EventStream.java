package io.ancho.localstack.mesos;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What comes on a scheduler's connection, read by a thread of its own: RecordIO, in JSON.
 */
final class EventStream {

	private static final String END = "{\"type\": \"END\"}";

	private static final JsonMapper mapper = new JsonMapper();

	private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

	private final InputStream body;

	EventStream(InputStream body) {
		this.body = body;
		Thread reader = new Thread(this::read, "test-scheduler");
		reader.setDaemon(true);
		reader.start();
	}

	/** The events, in their order; one of the type END follows when the stream ends. */
	BlockingQueue<JsonNode> events() {
		return this.events;
	}

	private void read() {
		try (this.body) {
			for (String length = line(); !length.isEmpty(); length = line()) {
				this.events.add(mapper.readTree(this.body.readNBytes(Integer.parseInt(length))));
			}
		}
		catch (IOException ex) {
			// Told as the end of the stream.
		}
		this.events.add(mapper.readTree(END));
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.body.read(); c >= 0 && c != '\n'; c = this.body.read()) {
			line.append((char) c);
		}
		return line.toString();
	}

}
