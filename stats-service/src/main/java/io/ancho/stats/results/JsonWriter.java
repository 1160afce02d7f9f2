package io.ancho.stats.results;

import java.io.IOException;
import java.io.OutputStream;
import java.util.PrimitiveIterator;

import io.ancho.events.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;

/**
 * One JSON document, output by output, as the SDK saves it: {@code {"provenance": {…},
 * "sequence": [0, 1], "outputs": {"x": [1.5, null]}, "failures": []}}.
 */
final class JsonWriter {

	private JsonWriter() {
	}

	static long write(Export export, OutputStream out) throws IOException {
		long rows = 0;
		try (JsonGenerator json = Json.mapper()
			.writer()
			.without(StreamWriteFeature.AUTO_CLOSE_TARGET)
			.with(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
			.createGenerator(out)) {
			json.writeStartObject();
			json.writePOJOProperty("provenance", export.provenance());
			json.writeArrayPropertyStart("sequence");
			for (PrimitiveIterator.OfLong sequences = export.sequences(); sequences.hasNext(); rows++) {
				json.writeNumber(sequences.nextLong());
			}
			json.writeEndArray();
			json.writeObjectPropertyStart("outputs");
			for (OutputCursor cursor : export.cursors()) {
				write(json, cursor, export.sequences());
			}
			json.writeEndObject();
			writeFailures(json, export);
			json.writeEndObject();
		}
		out.flush();
		return rows;
	}

	/**
	 * The failures, as the property that everything but the arrays' numbers ends with.
	 */
	static void writeFailures(JsonGenerator json, Export export) {
		json.writeArrayPropertyStart("failures");
		export.failures().forEach(json::writePOJO);
		json.writeEndArray();
	}

	private static void write(JsonGenerator json, OutputCursor cursor, PrimitiveIterator.OfLong sequences) {
		json.writeArrayPropertyStart(cursor.output().name());
		double[] values = new double[cursor.output().width()];
		while (sequences.hasNext()) {
			cursor.read(sequences.nextLong(), values);
			JsonLinesWriter.write(json, cursor.output(), values);
		}
		json.writeEndArray();
	}

}
