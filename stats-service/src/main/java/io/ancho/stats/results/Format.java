package io.ancho.stats.results;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The file formats of an export.
 */
enum Format {

	/** A header and a line for each sequence; a vector has a column for each element. */
	CSV(List.of("text/csv"), true, CsvWriter::write),

	/** A JSON object a line, for each sequence. */
	JSONL(List.of("application/jsonl", "application/x-ndjson", "application/x-jsonlines"), true,
			JsonLinesWriter::write),

	/** One JSON document of provenance, sequences, outputs and failures. */
	JSON(List.of("application/json"), false, JsonWriter::write),

	/** A zip file of one array for each output, as {@code numpy.load} reads it. */
	NPZ(List.of("application/zip", "application/octet-stream", "application/x-npz"), false, NpzWriter::write);

	private final List<String> mediaTypes;

	private final boolean isText;

	private final Writer writer;

	Format(List<String> mediaTypes, boolean isText, Writer writer) {
		this.mediaTypes = mediaTypes;
		this.isText = isText;
		this.writer = writer;
	}

	/** The value of the parameter that asks for it, and the ending of a file's name. */
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The media types that ask for it, the usual one first. */
	List<String> mediaTypes() {
		return this.mediaTypes;
	}

	/** A media type of it, with the encoding where it is text of lines. */
	String contentType(String mediaType) {
		return this.isText ? mediaType + ";charset=UTF-8" : mediaType;
	}

	/** All formats' keys, as people list them. */
	static String list() {
		List<String> keys = Arrays.stream(values()).map(Format::key).toList();
		return String.join(", ", keys.subList(0, keys.size() - 1)) + " or " + keys.get(keys.size() - 1);
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
