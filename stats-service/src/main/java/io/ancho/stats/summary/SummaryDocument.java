package io.ancho.stats.summary;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ancho.events.Json;
import io.ancho.events.SequencesCompleted;
import tools.jackson.databind.node.ObjectNode;

/**
 * The summary document: what Spark computed, between the run's id and where its numbers
 * come from. It may be larger than memory, and is never read as a whole.
 */
final class SummaryDocument {

	private SummaryDocument() {
	}

	/**
	 * The document as it is served.
	 * @param run the run's id
	 * @param provenance where its numbers come from
	 * @return its beginning, and its end
	 */
	static Frame frame(String run, ObjectNode provenance) {
		ObjectNode first = Json.mapper().createObjectNode().put("run_id", run);
		byte[] begin = (first.toString().substring(0, first.toString().length() - 1) + ",")
			.getBytes(StandardCharsets.UTF_8);
		byte[] end = (",\"provenance\":" + provenance + "}").getBytes(StandardCharsets.UTF_8);
		return new Frame(begin, end);
	}

	/**
	 * What stands around the computed fields.
	 *
	 * @param begin all before them
	 * @param end all after them
	 */
	record Frame(byte[] begin, byte[] end) {

		int bytes() {
			return this.begin.length + this.end.length;
		}

	}

	/**
	 * Writes all between the braces of an object.
	 * @param computed the file that holds the JSON object that was computed
	 * @param out where to
	 */
	static void writeFields(Path computed, OutputStream out) throws IOException {
		long left = Files.size(computed) - 2;
		byte[] buffer = new byte[1 << 16];
		try (InputStream in = Files.newInputStream(computed)) {
			in.skipNBytes(1);
			while (left > 0) {
				int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
				if (read < 0) {
					throw new EOFException(computed + " became shorter");
				}
				out.write(buffer, 0, read);
				left -= read;
			}
		}
	}

	static ObjectNode request(SequencesCompleted event, Lane lane) {
		ObjectNode request = Json.mapper().createObjectNode();
		request.put("op", "summarise");
		request.put("lane", lane.key());
		request.put("run", event.run());
		request.put("keyspace", event.keyspace());
		request.put("sequences", event.sequences());
		request.set("outputs", Json.mapper().valueToTree(event.outputs()));
		request.set("targets", Json.mapper().valueToTree(event.targets()));
		request.set("quantiles", Json.mapper().valueToTree(event.quantiles()));
		return request;
	}

}
