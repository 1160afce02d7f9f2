package io.ancho.scheduler.mesos;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordReaderTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 1000 })
	void recordsAreReadHoweverTheStreamIsCutUp(int chunk) throws IOException {
		assertThat(read("5\nhello0\n12\nhello, world", chunk)).containsExactly("hello", "", "hello, world");
	}

	@Test
	void streamThatEndsWithinARecordIsBroken() {
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read("5\nhel", 10));
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read("5", 10));
	}

	@Test
	void whatIsNotALengthIsRefused() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read("{\"type\"", 10))
			.withMessageContaining("not a record's length");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read("99999999999999999999\n", 10));
	}

	private static List<String> read(String stream, int chunk) throws IOException {
		RecordReader reader = new RecordReader(new Chunked(stream, chunk));
		List<String> records = new ArrayList<>();
		for (Optional<byte[]> record = reader.next(); record.isPresent(); record = reader.next()) {
			records.add(new String(record.get(), StandardCharsets.UTF_8));
		}
		return records;
	}

	/** Gives no more than so many bytes at once. */
	private static final class Chunked extends InputStream {

		private final ByteArrayInputStream bytes;

		private final int chunk;

		Chunked(String text, int chunk) {
			this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
			this.chunk = chunk;
		}

		@Override
		public int read() {
			return this.bytes.read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			return this.bytes.read(buffer, offset, Math.min(length, this.chunk));
		}

	}

}
