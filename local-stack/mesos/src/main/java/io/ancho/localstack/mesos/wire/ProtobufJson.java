package io.ancho.localstack.mesos.wire;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.apache.mesos.protobuf.ByteString;
import org.apache.mesos.protobuf.Descriptors.EnumValueDescriptor;
import org.apache.mesos.protobuf.Descriptors.FieldDescriptor;
import org.apache.mesos.protobuf.Message;
import org.apache.mesos.protobuf.MessageOrBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Protobuf messages as Mesos writes them in JSON: fields by their own names, bytes in
 * base64, enums by name. The library at hand has no such mapping. Unknown fields and
 * unknown enum values are ignored, as Mesos does.
 */
final class ProtobufJson {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private ProtobufJson() {
	}

	/**
	 * Reads a message.
	 * @param json a JSON object
	 * @param builder receives the fields
	 * @throws UnreadableCallException if a value is not of its field's type
	 */
	static void read(JsonNode json, Message.Builder builder) {
		if (!json.isObject()) {
			throw new UnreadableCallException("Expecting a JSON object");
		}
		for (Map.Entry<String, JsonNode> property : json.properties()) {
			FieldDescriptor field = builder.getDescriptorForType().findFieldByName(property.getKey());
			if (field != null && !property.getValue().isNull()) {
				read(property.getValue(), field, builder);
			}
		}
	}

	private static void read(JsonNode json, FieldDescriptor field, Message.Builder builder) {
		if (!field.isRepeated()) {
			Object value = value(json, field, builder);
			if (value != null) {
				builder.setField(field, value);
			}
			return;
		}
		if (!json.isArray()) {
			throw new UnreadableCallException("Not expecting a JSON value for field '" + field.getName() + "'");
		}
		for (JsonNode element : json) {
			Object value = value(element, field, builder);
			if (value != null) {
				builder.addRepeatedField(field, value);
			}
		}
	}

	private static @Nullable Object value(JsonNode json, FieldDescriptor field, Message.Builder parent) {
		return switch (field.getJavaType()) {
			case MESSAGE -> {
				Message.Builder builder = parent.newBuilderForField(field);
				read(json, builder);
				yield builder.buildPartial();
			}
			case ENUM -> field.getEnumType().findValueByName(json.asString(""));
			case BYTE_STRING -> bytes(json, field);
			case STRING -> json.isString() ? json.stringValue() : wrong(json, "string", field);
			case BOOLEAN -> json.isBoolean() ? (Object) json.booleanValue() : wrong(json, "boolean", field);
			case INT -> number(json, field).intValue();
			case LONG -> number(json, field).longValue();
			case FLOAT -> number(json, field).floatValue();
			case DOUBLE -> number(json, field).doubleValue();
		};
	}

	private static ByteString bytes(JsonNode json, FieldDescriptor field) {
		try {
			return ByteString.copyFrom(Base64.getDecoder().decode(json.asString("")));
		}
		catch (IllegalArgumentException ex) {
			throw new UnreadableCallException("Failed to base64 decode bytes field '" + field.getName() + "'");
		}
	}

	private static BigDecimal number(JsonNode json, FieldDescriptor field) {
		try {
			return new BigDecimal(json.asString(""));
		}
		catch (NumberFormatException ex) {
			String text = json.asString("");
			throw new UnreadableCallException("Failed to parse '" + text + "' as a JSON number for field '"
					+ field.getName() + "': syntax error at line 1 near: " + text);
		}
	}

	private static Object wrong(JsonNode json, String type, FieldDescriptor field) {
		throw new UnreadableCallException(
				"Not expecting a JSON " + json.getNodeType() + " for " + type + " field '" + field.getName() + "'");
	}

	/**
	 * Writes a message: the fields that are set, in the order of their numbers.
	 * @param message the message
	 * @return a JSON object
	 */
	static ObjectNode write(MessageOrBuilder message) {
		ObjectNode json = nodes.objectNode();
		for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
			FieldDescriptor field = entry.getKey();
			json.set(field.getName(),
					field.isRepeated() ? array(field, (List<?>) entry.getValue()) : write(field, entry.getValue()));
		}
		return json;
	}

	private static ArrayNode array(FieldDescriptor field, List<?> values) {
		ArrayNode array = nodes.arrayNode();
		values.forEach((value) -> array.add(write(field, value)));
		return array;
	}

	private static JsonNode write(FieldDescriptor field, Object value) {
		return switch (field.getJavaType()) {
			case MESSAGE -> write((Message) value);
			case ENUM -> nodes.stringNode(((EnumValueDescriptor) value).getName());
			case BYTE_STRING ->
				nodes.stringNode(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
			case STRING -> nodes.stringNode((String) value);
			case BOOLEAN -> nodes.booleanNode((Boolean) value);
			case INT -> nodes.numberNode((Integer) value);
			case LONG -> nodes.numberNode((Long) value);
			case FLOAT -> nodes.numberNode((Float) value);
			case DOUBLE -> nodes.numberNode(new BigDecimal(BigDecimal.valueOf((Double) value).toPlainString()));
		};
	}

}
