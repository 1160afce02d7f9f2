package io.ancho.gateway.identity;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Who somebody is towards the services.
 *
 * @param user the user's name
 * @param scopes what the user's token allows, {@link #OPERATOR} among it for operators
 * @param audience the names of the services that may accept it
 * @param limits what the services hold the user to, empty for what they hold everybody to
 */
public record Identity(String user, SortedSet<String> scopes, List<String> audience, Map<String, Object> limits) {

	/** The scope that only operators have. */
	public static final String OPERATOR = "operator";

	public Identity {
		audience = List.copyOf(audience);
		limits = Map.copyOf(limits);
	}

}
