package io.ancho.gateway.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What users do that is worth a line.
 */
enum AuditedAction {

	RUN_SUBMITTED("POST", "/api/v1/runs"),

	RUN_CANCELLED("POST", "/api/v1/runs/([^/]+)/cancel"),

	RUN_DELETED("DELETE", "/api/v1/runs/([^/]+)"),

	MODEL_ADDED("POST", "/api/v1/models(?:/fetch)?"),

	MODEL_DELETED("DELETE", "/api/v1/models/([^/]+)"),

	TOKEN_MADE("POST", "/api/v1/tokens"),

	TOKEN_DELETED("DELETE", "/api/v1/tokens/([^/]+)"),

	USER_ADDED("POST", "/api/v1/users"),

	USER_CHANGED("PATCH", "/api/v1/users/([^/]+)"),

	USER_REMOVED("DELETE", "/api/v1/users/([^/]+)");

	private final String method;

	private final Pattern path;

	AuditedAction(String method, String path) {
		this.method = method;
		this.path = Pattern.compile(path);
	}

	static Optional<AuditedAction> of(String method, String path) {
		return Arrays.stream(values())
			.filter((action) -> action.method.equals(method) && action.path.matcher(path).matches())
			.findFirst();
	}

	/**
	 * What it was done to.
	 * @param path the path of the request, as it was sent
	 * @param location where the answer says that the new thing is; null if it does not
	 * @return an id or a name; null if neither says it
	 */
	@Nullable String object(String path, @Nullable String location) {
		Matcher matcher = this.path.matcher(path);
		if (matcher.matches() && matcher.groupCount() > 0) {
			return matcher.group(1);
		}
		return (location != null) ? location.substring(location.lastIndexOf('/') + 1) : null;
	}

	/** The action as it is written, such as {@code run-submitted}. */
	String text() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
