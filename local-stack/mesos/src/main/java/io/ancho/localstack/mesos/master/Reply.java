package io.ancho.localstack.mesos.master;

/**
 * The answer to a call.
 *
 * @param status an HTTP status
 * @param body plain text, empty for 202
 */
public record Reply(int status, String body) {

	public static final Reply ACCEPTED = new Reply(202, "");

	public static Reply badRequest(String message) {
		return new Reply(400, message);
	}

	public static Reply forbidden(String message) {
		return new Reply(403, message);
	}

}
