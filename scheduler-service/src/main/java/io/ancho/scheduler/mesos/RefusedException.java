package io.ancho.scheduler.mesos;

import java.io.IOException;

/**
 * A master answered, but not what was hoped for.
 */
final class RefusedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final String body;

	RefusedException(String call, int status, String body) {
		super("Mesos answered " + call + " with " + status + ": " + body);
		this.status = status;
		this.body = body;
	}

	/**
	 * Whether a subscription will be refused again until somebody changes something.
	 * Otherwise the master recovers, or does not lead any more.
	 */
	boolean lasts() {
		return this.status == 400 || this.status == 401 || this.status == 403 || this.status == 415;
	}

	/**
	 * Whether the subscription goes on although this call on it was refused. Otherwise,
	 * for instance, the master knows neither the stream nor the framework any more.
	 */
	boolean concernsTheCallAlone() {
		return switch (this.status) {
			case 400 -> this.body.startsWith("Failed to ");
			case 403 -> !this.body.startsWith("Framework is not subscribed");
			case 413, 415 -> true;
			default -> false;
		};
	}

	/** What a person can do about a refusal that lasts. */
	String advice() {
		return switch (this.status) {
			case 401 ->
				"check ANCHO_MESOS_CREDENTIAL_FILE, or ANCHO_MESOS_PRINCIPAL and ANCHO_MESOS_SECRET, against the master's --credentials";
			case 403 -> "the master's --acls must let the principal register with the role of ANCHO_MESOS_ROLE";
			default -> "see its answer";
		};
	}

}
