package io.ancho.localstack.mesos.master;

import java.util.List;
import java.util.Optional;

import org.apache.mesos.v1.Protos.FrameworkInfo;

/**
 * What a master refuses to subscribe. The refusal is an ERROR event, not an HTTP status.
 */
final class FrameworkValidation {

	private FrameworkValidation() {
	}

	static Optional<String> error(FrameworkInfo info) {
		boolean multiRole = info.getCapabilitiesList()
			.stream()
			.anyMatch((c) -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
		if (multiRole && info.hasRole()) {
			return Optional.of("'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
		}
		if (!multiRole && info.getRolesCount() > 0) {
			return Optional.of("'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
		}
		String field = multiRole ? "'FrameworkInfo.roles'" : "'FrameworkInfo.role'";
		List<String> roles = multiRole ? info.getRolesList() : List.of(info.getRole());
		return roles.stream()
			.flatMap((role) -> List.of(role.split("/")).stream())
			.filter((component) -> component.startsWith("-"))
			.findFirst()
			.map((component) -> field + " contains invalid role: Role component '" + component
					+ "' is invalid because it starts with a dash");
	}

}
