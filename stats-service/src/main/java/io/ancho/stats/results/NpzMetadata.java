package io.ancho.stats.results;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Map;

import io.ancho.events.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;

/**
 * What an NPZ file says beside its numbers, as an array of no dimension whose one element
 * is JSON text: the provenance document, and {@code failures}. NumPy's texts are of four
 * bytes a character, and say how many first: so it is written twice, once to be counted.
 */
final class NpzMetadata {

	private static final Charset UTF_32 = Charset.forName("UTF-32LE");

	private static final int BYTES_OF_CHARACTER = 4;

	private NpzMetadata() {
	}

	static void write(Export export, OutputStream out) throws IOException {
		Counter counter = new Counter();
		text(export, counter);
		out.write(NpyHeader.of("<U" + counter.bytes / BYTES_OF_CHARACTER, "()"));
		OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
		text(export, buffered);
		buffered.flush();
	}

	private static void text(Export export, OutputStream out) throws IOException {
		Writer writer = new OutputStreamWriter(out, UTF_32);
		try (JsonGenerator json = Json.mapper()
			.writer()
			.without(StreamWriteFeature.AUTO_CLOSE_TARGET)
			.createGenerator(writer)) {
			json.writeStartObject();
			for (Map.Entry<String, JsonNode> field : export.provenance().properties()) {
				json.writePOJOProperty(field.getKey(), field.getValue());
			}
			JsonWriter.writeFailures(json, export);
			json.writeEndObject();
		}
		writer.flush();
	}

	/**
	 * Counts what is written.
	 */
	private static final class Counter extends OutputStream {

		private long bytes;

		@Override
		public void write(int b) {
			this.bytes++;
		}

		@Override
		public void write(byte[] from, int offset, int length) {
			this.bytes += length;
		}

	}

}
