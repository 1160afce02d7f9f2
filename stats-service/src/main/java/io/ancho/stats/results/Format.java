package io.ancho.stats.results;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The file formats of an export.
 */
enum Format {

	/** A header and a line for each sequence; a vector has a column for each element. */
	CSV("text/csv;charset=UTF-8", CsvWriter::write),

	/** A JSON object a line, for each sequence. */
	JSONL("application/jsonl;charset=UTF-8", JsonLinesWriter::write),

	/** A zip file of one array for each output, as {@code numpy.load} reads it. */
	NPZ("application/zip", NpzWriter::write);

	private final String mediaType;

	private final Writer writer;

	Format(String mediaType, Writer writer) {
		this.mediaType = mediaType;
		this.writer = writer;
	}

	String mediaType() {
		return this.mediaType;
	}

	/**
	 * Writes an export.
	 * @return how many sequences it held
	 * @throws IOException if the client has gone
	 */
	long write(Export export, OutputStream out) throws IOException {
		return this.writer.write(export, out);
	}

	private interface Writer {

		long write(Export export, OutputStream out) throws IOException;

	}

}
