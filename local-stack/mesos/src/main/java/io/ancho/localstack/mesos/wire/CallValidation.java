package io.ancho.localstack.mesos.wire;

import java.util.Optional;

import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * What a call needs by its type, checked in Mesos's order and words.
 */
final class CallValidation {

	private static final int UUID_BYTES = 16;

	private CallValidation() {
	}

	static Optional<String> error(Call call) {
		if (!call.hasType() || call.getType() == Call.Type.UNKNOWN) {
			return missing("type");
		}
		if (call.getType() == Call.Type.SUBSCRIBE) {
			return subscribeError(call);
		}
		if (!call.hasFrameworkId()) {
			return missing("framework_id");
		}
		return switch (call.getType()) {
			case ACCEPT -> call.hasAccept() ? Optional.empty() : missing("accept");
			case DECLINE -> call.hasDecline() ? Optional.empty() : missing("decline");
			case KILL -> call.hasKill() ? Optional.empty() : missing("kill");
			case RECONCILE -> call.hasReconcile() ? Optional.empty() : missing("reconcile");
			case ACKNOWLEDGE -> acknowledgeError(call);
			default -> Optional.empty();
		};
	}

	private static Optional<String> subscribeError(Call call) {
		if (!call.hasSubscribe()) {
			return missing("subscribe");
		}
		return call.getSubscribe().getFrameworkInfo().getId().equals(call.getFrameworkId()) ? Optional.empty()
				: Optional.of("'framework_id' differs from 'subscribe.framework_info.id'");
	}

	private static Optional<String> acknowledgeError(Call call) {
		if (!call.hasAcknowledge()) {
			return missing("acknowledge");
		}
		return (call.getAcknowledge().getUuid().size() == UUID_BYTES) ? Optional.empty()
				: Optional.of("Not a valid UUID");
	}

	private static Optional<String> missing(String field) {
		return Optional.of("Expecting '" + field + "' to be present");
	}

}
