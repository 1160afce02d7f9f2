package io.ancho.gateway.audit;

import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt about a request while it is answered, for the audit.
 */
public final class AuditDetails {

	private static final String ATTRIBUTE = AuditDetails.class.getName();

	private final Map<String, String> values = new TreeMap<>();

	private AuditDetails() {
	}

	/**
	 * Notes a detail.
	 * @param request the request
	 * @param name {@code user}, {@code credential} (the id of the token that was sent),
	 * {@code token} (the id of one that was made) or {@code owner}
	 * @param value an id or a name
	 */
	public static void note(HttpServletRequest request, String name, String value) {
		of(request).values.put(name, value);
	}

	/** The details that are noted so far. */
	static AuditDetails of(HttpServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof AuditDetails details) {
			return details;
		}
		AuditDetails details = new AuditDetails();
		request.setAttribute(ATTRIBUTE, details);
		return details;
	}

	@Nullable String get(String name) {
		return this.values.get(name);
	}

}
