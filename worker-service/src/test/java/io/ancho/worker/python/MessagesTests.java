package io.ancho.worker.python;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessagesTests {

	private static final String HEADER = """
			{"ok":true,"first":7,"count":3,"seconds":0.5,"outputs":[{"name":"x","length":null}],"failures":[]}""";

	private static final Messages.HeaderReader<Reply> ANY = (reply, payload) -> reply;

	@RepeatedTest(20)
	void readsMessagesHoweverTheyArrive(RepetitionInfo repetition) throws IOException {
		Random random = new Random(repetition.getCurrentRepetition());
		byte[] payload = new byte[random.nextInt(300_000)];
		random.nextBytes(payload);
		byte[] two = concatenate(message(HEADER, payload), message("{\"ok\":false}", new byte[0]));
		InputStream in = new Trickle(two, random);
		ReplyBuffer buffer = new ReplyBuffer();

		Messages.Message<Reply> first = Messages.read(in, buffer, payload.length, ANY);

		assertThat(first.header().first()).isEqualTo(7);
		assertThat(first.header().outputs()).hasSize(1);
		byte[] received = new byte[first.payload().remaining()];
		first.payload().get(received);
		assertThat(received).isEqualTo(payload);
		assertThat(Messages.read(in, buffer, 0, ANY).header().ok()).isFalse();
	}

	@Test
	void refusesAPayloadThatIsTooLarge() {
		InputStream in = new ByteArrayInputStream(message(HEADER, new byte[9]));
		assertThatExceptionOfType(ProtocolBrokenException.class)
			.isThrownBy(() -> Messages.read(in, new ReplyBuffer(), 8, ANY))
			.withMessageContaining("too large");
	}

	@Test
	void refusesAHeaderThatIsTooLarge() {
		InputStream in = new ByteArrayInputStream(new byte[] { 1, 0, 16, 0, 0, 0, 0, 0 });
		assertThatExceptionOfType(ProtocolBrokenException.class)
			.isThrownBy(() -> Messages.read(in, new ReplyBuffer(), 8, ANY))
			.withMessage("a reply of 1048577 + 0 bytes is too large");
	}

	@Test
	void refusesAHeaderThatIsNoObject() {
		InputStream in = new ByteArrayInputStream(message("[1]", new byte[0]));
		assertThatExceptionOfType(ProtocolBrokenException.class)
			.isThrownBy(() -> Messages.read(in, new ReplyBuffer(), 8, ANY));
	}

	@Test
	void noticesAStreamThatEndsTooSoon() {
		byte[] whole = message(HEADER, new byte[100]);
		for (int length : new int[] { 0, 5, 20, whole.length - 1 }) {
			InputStream in = new ByteArrayInputStream(whole, 0, length);
			assertThatExceptionOfType(EOFException.class)
				.isThrownBy(() -> Messages.read(in, new ReplyBuffer(), 1000, ANY));
		}
	}

	@Test
	void writesAHeaderBehindItsLength() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		Messages.write(out, Map.of("op", "run"));
		assertThat(out.toByteArray()).isEqualTo(message("{\"op\":\"run\"}", new byte[0]));
	}

	private static byte[] message(String header, byte[] payload) {
		byte[] json = header.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + json.length + payload.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(json.length)
			.putInt(payload.length)
			.put(json)
			.put(payload)
			.array();
	}

	private static byte[] concatenate(byte[] a, byte[] b) {
		return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
	}

	/** Gives a random number of bytes at a time, as a pipe does. */
	private static final class Trickle extends FilterInputStream {

		private final Random random;

		Trickle(byte[] bytes, Random random) {
			super(new ByteArrayInputStream(bytes));
			this.random = random;
		}

		@Override
		public int read(byte[] bytes, int from, int length) throws IOException {
			return super.read(bytes, from, (length > 0) ? 1 + this.random.nextInt(length) : 0);
		}

	}

}
