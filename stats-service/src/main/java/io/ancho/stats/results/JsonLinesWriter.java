package io.ancho.stats.results;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.PrimitiveIterator;

import io.ancho.events.Json;
import io.ancho.events.Output;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;

/**
 * JSON, an object a line: {@code {"sequence": 0, "final_balance": 1.5, "path": [1, 2]}}.
 * JSON has no NaN and no infinities; they are null.
 */
final class JsonLinesWriter {

	private JsonLinesWriter() {
	}

	static long write(Export export, OutputStream out) throws IOException {
		List<OutputCursor> cursors = export.cursors();
		List<double[]> values = cursors.stream().map((cursor) -> new double[cursor.output().width()]).toList();
		long rows = 0;
		try (JsonGenerator json = Json.mapper()
			.writer()
			.without(StreamWriteFeature.AUTO_CLOSE_TARGET)
			.with(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
			.withRootValueSeparator("")
			.createGenerator(out)) {
			for (PrimitiveIterator.OfLong sequences = export.sequences(); sequences.hasNext(); rows++) {
				long sequence = sequences.nextLong();
				json.writeStartObject();
				json.writeNumberProperty("sequence", sequence);
				for (int i = 0; i < cursors.size(); i++) {
					cursors.get(i).read(sequence, values.get(i));
					json.writeName(cursors.get(i).output().name());
					write(json, cursors.get(i).output(), values.get(i));
				}
				json.writeEndObject();
				json.writeRaw('\n');
			}
		}
		out.flush();
		return rows;
	}

	/** One sequence's value of an output: a number, or an array of them. */
	static void write(JsonGenerator json, Output output, double[] values) {
		if (output.length() == null) {
			number(json, values[0]);
			return;
		}
		json.writeStartArray();
		for (double value : values) {
			number(json, value);
		}
		json.writeEndArray();
	}

	private static void number(JsonGenerator json, double value) {
		if (Double.isFinite(value)) {
			json.writeNumber(value);
		}
		else {
			json.writeNull();
		}
	}

}
