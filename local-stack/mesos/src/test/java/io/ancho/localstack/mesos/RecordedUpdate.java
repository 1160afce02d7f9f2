package io.ancho.localstack.mesos;

import tools.jackson.databind.JsonNode;

/**
 * An update as a script has it: {@code STATE SOURCE REASON name [healthy=…] [| message]},
 * a dash for no reason and for the name of one without a uuid.
 *
 * @param name the update's name in the script
 * @param text all the rest, which an update is compared with
 */
record RecordedUpdate(String name, String text) {

	static RecordedUpdate of(String line) {
		String[] words = line.split(" ", 4);
		int end = words[3].indexOf(' ');
		String name = (end < 0) ? words[3] : words[3].substring(0, end);
		String more = (end < 0) ? "" : words[3].substring(end);
		return new RecordedUpdate(name, String.join(" ", words[0], words[1], words[2]) + more);
	}

	boolean hasUuid() {
		return !this.name.equals("-");
	}

	String describe(JsonNode status) {
		StringBuilder text = new StringBuilder(status.get("state").stringValue()).append(' ')
			.append(status.path("source").asString("-"))
			.append(' ')
			.append(status.path("reason").asString("-"));
		if (status.has("healthy")) {
			text.append(" healthy=").append(status.get("healthy").booleanValue());
		}
		if (status.has("message")) {
			text.append(" | ").append(status.get("message").stringValue());
		}
		return text.toString();
	}

}
