package io.ancho.localstack.mesos.wire;

import java.util.Optional;

import org.apache.mesos.protobuf.InvalidProtocolBufferException;
import org.apache.mesos.protobuf.Message;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two ways to write calls, events and answers.
 */
enum WireFormat {

	/** Text. */
	JSON("application/json") {

		@Override
		<B extends Message.Builder> B parse(byte[] body, B call) {
			JsonNode json = tree(body);
			try {
				ProtobufJson.read(json, call);
			}
			catch (UnreadableCallException ex) {
				throw new UnreadableCallException("Failed to convert JSON into Call protobuf: " + ex.getMessage());
			}
			return call;
		}

		@Override
		byte[] write(Message message) {
			return mapper.writeValueAsBytes(ProtobufJson.write(message));
		}

	},

	/** Binary. */
	PROTOBUF("application/x-protobuf") {

		@Override
		<B extends Message.Builder> B parse(byte[] body, B call) {
			try {
				call.mergeFrom(body);
				return call;
			}
			catch (InvalidProtocolBufferException ex) {
				throw new UnreadableCallException("Failed to parse body into Call protobuf");
			}
		}

		@Override
		byte[] write(Message message) {
			return message.toByteArray();
		}

	};

	private static final JsonMapper mapper = new JsonMapper();

	private final String mediaType;

	WireFormat(String mediaType) {
		this.mediaType = mediaType;
	}

	String mediaType() {
		return this.mediaType;
	}

	abstract <B extends Message.Builder> B parse(byte[] body, B call);

	abstract byte[] write(Message message);

	/** The format of exactly this content type: Mesos does not take parameters either. */
	static Optional<WireFormat> ofContentType(String type) {
		if (type.equals(JSON.mediaType)) {
			return Optional.of(JSON);
		}
		return type.equals(PROTOBUF.mediaType) ? Optional.of(PROTOBUF) : Optional.empty();
	}

	/** The format for a reader that accepts this: JSON if it does not care. */
	static Optional<WireFormat> accepted(@Nullable String accept) {
		if (accept == null || accept.contains("*/*") || accept.contains("application/*")
				|| accept.contains(JSON.mediaType)) {
			return Optional.of(JSON);
		}
		return accept.contains(PROTOBUF.mediaType) ? Optional.of(PROTOBUF) : Optional.empty();
	}

	private static JsonNode tree(byte[] body) {
		try {
			JsonNode json = mapper.readTree(body);
			if (!json.isMissingNode()) {
				return json;
			}
		}
		catch (JacksonException ex) {
			// Told below, as of an empty body.
		}
		throw new UnreadableCallException("Failed to parse body into JSON: syntax error at line 1 near: ");
	}

}
