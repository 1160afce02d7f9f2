package io.ancho.stats.results;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.PrimitiveIterator;

import io.ancho.events.Output;
import tools.jackson.core.io.schubfach.DoubleToDecimal;

/**
 * CSV: {@code sequence}, then the outputs. Numbers have the fewest digits that read back
 * as the same double; beside them there are {@code nan}, {@code inf} and {@code -inf}, as
 * Python's {@code float} reads and NumPy writes them.
 */
final class CsvWriter {

	private CsvWriter() {
	}

	static long write(Export export, OutputStream out) throws IOException {
		Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
		header(export.outputs(), writer);
		List<OutputCursor> cursors = export.cursors();
		List<double[]> values = cursors.stream().map((cursor) -> new double[cursor.output().width()]).toList();
		long rows = 0;
		for (PrimitiveIterator.OfLong sequences = export.sequences(); sequences.hasNext(); rows++) {
			long sequence = sequences.nextLong();
			writer.write(Long.toString(sequence));
			for (int i = 0; i < cursors.size(); i++) {
				cursors.get(i).read(sequence, values.get(i));
				for (double value : values.get(i)) {
					writer.write(',');
					writer.write(number(value));
				}
			}
			writer.write('\n');
		}
		writer.flush();
		return rows;
	}

	private static void header(List<Output> outputs, Writer writer) throws IOException {
		writer.write("sequence");
		for (Output output : outputs) {
			for (int k = 0; k < output.width(); k++) {
				writer.write(',');
				writer.write(quoted((output.length() != null) ? output.name() + "[" + k + "]" : output.name()));
			}
		}
		writer.write('\n');
	}

	private static String quoted(String name) {
		boolean plain = name.chars().noneMatch((c) -> c == ',' || c == '"' || c == '\n' || c == '\r');
		return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
	}

	static String number(double value) {
		if (Double.isNaN(value)) {
			return "nan";
		}
		if (Double.isInfinite(value)) {
			return (value > 0) ? "inf" : "-inf";
		}
		return DoubleToDecimal.toString(value);
	}

}
