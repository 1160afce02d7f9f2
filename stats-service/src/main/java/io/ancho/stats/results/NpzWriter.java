package io.ancho.stats.results;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.ancho.events.Output;

/**
 * NPZ: an array {@code sequence} of int64, then one float64 array for each output, of
 * shape (n,) or (n, length), at last a text {@code ancho}. Doubles of simulations hardly
 * compress, so they are not compressed.
 */
final class NpzWriter {

	private NpzWriter() {
	}

	static long write(Export export, OutputStream out) throws IOException {
		long count = export.count();
		ZipOutputStream zip = new ZipOutputStream(out);
		zip.setLevel(Deflater.NO_COMPRESSION);
		begin(zip, "sequence", "<i8", "(" + count + ",)");
		DataOutputStream indices = new DataOutputStream(new BufferedOutputStream(zip, 1 << 16));
		for (PrimitiveIterator.OfLong sequences = export.sequences(); sequences.hasNext();) {
			indices.writeLong(Long.reverseBytes(sequences.nextLong()));
		}
		indices.flush();
		for (OutputCursor cursor : export.cursors()) {
			write(zip, cursor, count, export.sequences());
		}
		zip.putNextEntry(new ZipEntry(metadataName(export) + ".npy"));
		NpzMetadata.write(export, zip);
		zip.finish();
		return count;
	}

	private static void write(ZipOutputStream zip, OutputCursor cursor, long count, PrimitiveIterator.OfLong sequences)
			throws IOException {
		Output output = cursor.output();
		begin(zip, output.name(), "<f8",
				(output.length() != null) ? "(" + count + ", " + output.length() + ")" : "(" + count + ",)");
		DataOutputStream values = new DataOutputStream(new BufferedOutputStream(zip, 1 << 16));
		double[] one = new double[output.width()];
		while (sequences.hasNext()) {
			cursor.read(sequences.nextLong(), one);
			for (double value : one) {
				values.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value)));
			}
		}
		values.flush();
	}

	/** A longer name where an output has this one. */
	private static String metadataName(Export export) {
		Set<String> taken = export.outputs().stream().map(Output::name).collect(Collectors.toSet());
		String name = "ancho";
		while (taken.contains(name)) {
			name += "_";
		}
		return name;
	}

	private static void begin(ZipOutputStream zip, String name, String type, String shape) throws IOException {
		zip.putNextEntry(new ZipEntry(name + ".npy"));
		zip.write(NpyHeader.of(type, shape));
	}

}
