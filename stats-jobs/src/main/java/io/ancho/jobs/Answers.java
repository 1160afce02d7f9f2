package io.ancho.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The lines that go out, one JSON object each. Doubles are written in the fewest digits
 * that read back as the same double.
 */
final class Answers {

	private final ObjectMapper mapper = JsonMapper.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

	private final PrintStream out;

	Answers(PrintStream out) {
		this.out = out;
	}

	ObjectMapper mapper() {
		return this.mapper;
	}

	void pong(String id) {
		send(id, "pong", true);
	}

	/**
	 * A summary was made.
	 * @param file the file that holds its document; whoever reads the answer deletes it
	 */
	void summary(String id, Path file) {
		send(id, "summary_file", file.toString());
	}

	/**
	 * What went wrong.
	 * @param kind whether it is worth another try
	 */
	void error(String id, String message, Trouble kind) {
		send(id, "error",
				Map.of("message", message, "permanent", kind == Trouble.PERMANENT, "outage", kind == Trouble.OUTAGE));
	}

	private synchronized void send(String id, String kind, Object value) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", id);
		answer.put(kind, value);
		try {
			byte[] line = (this.mapper.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8);
			this.out.write(line);
			this.out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot answer " + id, ex);
		}
	}

}
