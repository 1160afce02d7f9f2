package io.ancho.worker.python;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

import io.ancho.events.Json;

/**
 * The frames of the runner protocol: uint32 LE length of the header, uint32 LE length of
 * the payload, the header (a JSON object), the payload.
 */
final class Messages {

	static final int MAX_HEADER = 1024 * 1024;

	private static final int PREFIX = 8;

	private Messages() {
	}

	/**
	 * A received message.
	 *
	 * @param <H> what its header says
	 * @param header the header, checked
	 * @param payload the bytes after it, little-endian, valid until the next message is
	 * read into the same buffer
	 */
	record Message<H>(H header, ByteBuffer payload) {
	}

	/**
	 * Checks headers of one kind.
	 *
	 * @param <H> what they say
	 */
	@FunctionalInterface
	interface HeaderReader<H> {

		/**
		 * Checks a header.
		 * @param reply the header as it came
		 * @param payload how many bytes it says come after it
		 * @return what it says
		 * @throws ProtocolBrokenException if it is none of this kind
		 */
		H read(Reply reply, long payload) throws ProtocolBrokenException;

	}

	static void write(OutputStream out, Map<String, ?> header) throws IOException {
		byte[] json = Json.write(header);
		out.write(ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN).putInt(json.length).putInt(0).array());
		out.write(json);
		out.flush();
	}

	/**
	 * Reads one message. Nothing that it claims is believed before it is checked.
	 * @param <H> what its header says
	 * @param in the stream of messages
	 * @param buffer where the payload goes
	 * @param maxPayload the most bytes of payload
	 * @param reader checks the header
	 * @return the message
	 * @throws EOFException if the stream ends within the message, or before it
	 * @throws ProtocolBrokenException if these are no messages, or too large ones
	 */
	static <H> Message<H> read(InputStream in, ReplyBuffer buffer, long maxPayload, HeaderReader<H> reader)
			throws IOException {
		ByteBuffer prefix = ByteBuffer.wrap(exactly(in, PREFIX)).order(ByteOrder.LITTLE_ENDIAN);
		long headerLength = Integer.toUnsignedLong(prefix.getInt());
		long payloadLength = Integer.toUnsignedLong(prefix.getInt());
		if (headerLength > MAX_HEADER || payloadLength > maxPayload) {
			throw new ProtocolBrokenException(
					"a reply of %d + %d bytes is too large".formatted(headerLength, payloadLength));
		}
		H header = reader.read(Reply.read(exactly(in, (int) headerLength)), payloadLength);
		return new Message<>(header, buffer.read(in, (int) payloadLength));
	}

	private static byte[] exactly(InputStream in, int length) throws IOException {
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("the stream ended %d bytes short".formatted(length - bytes.length));
		}
		return bytes;
	}

}
