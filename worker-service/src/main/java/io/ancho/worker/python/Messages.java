package io.ancho.worker.python;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

import io.ancho.events.Json;
import io.ancho.events.UnreadableEventException;

/**
 * The frames of the runner protocol: uint32 LE length of the header, uint32 LE length of
 * the payload, the header (a JSON object), the payload.
 */
final class Messages {

	/** Room for the failures of a chunk in which every sequence failed. */
	static final int MAX_HEADER = 24 * 1024 * 1024;

	private static final int PREFIX = 8;

	private Messages() {
	}

	/**
	 * A received message.
	 *
	 * @param header the JSON object, read
	 * @param payload the bytes after it, little-endian, valid until the next message is
	 * read into the same buffer
	 */
	record Message(Reply header, ByteBuffer payload) {
	}

	static void write(OutputStream out, Map<String, ?> header) throws IOException {
		byte[] json = Json.write(header);
		out.write(ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN).putInt(json.length).putInt(0).array());
		out.write(json);
		out.flush();
	}

	/**
	 * Reads one message.
	 * @param in the stream of messages
	 * @param buffer where the payload goes
	 * @param maxPayload the most bytes of payload
	 * @return the message
	 * @throws EOFException if the stream ends within the message, or before it
	 * @throws ProtocolException if these are no messages, or too large ones
	 */
	static Message read(InputStream in, ReplyBuffer buffer, long maxPayload) throws IOException {
		ByteBuffer prefix = ByteBuffer.wrap(exactly(in, PREFIX)).order(ByteOrder.LITTLE_ENDIAN);
		long headerLength = Integer.toUnsignedLong(prefix.getInt());
		long payloadLength = Integer.toUnsignedLong(prefix.getInt());
		if (headerLength > MAX_HEADER || payloadLength > maxPayload) {
			throw new ProtocolException("a reply of %d + %d bytes is too large".formatted(headerLength, payloadLength));
		}
		Reply header = header(exactly(in, (int) headerLength));
		return new Message(header, buffer.read(in, (int) payloadLength));
	}

	private static Reply header(byte[] json) throws ProtocolException {
		try {
			return Json.read(json, Reply.class);
		}
		catch (UnreadableEventException ex) {
			throw new ProtocolException("a reply's header is " + ex.getMessage());
		}
	}

	private static byte[] exactly(InputStream in, int length) throws IOException {
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("the stream ended %d bytes short".formatted(length - bytes.length));
		}
		return bytes;
	}

	/**
	 * The process does not speak the protocol.
	 */
	static final class ProtocolException extends IOException {

		ProtocolException(String message) {
			super(message);
		}

	}

}
