package io.ancho.gateway.identity;

import java.util.List;
import java.util.SortedSet;

/**
 * Who somebody is towards the services.
 *
 * @param user the user's name
 * @param scopes what the user's token allows, {@link #OPERATOR} among it for operators
 * @param audience the names of the services that may accept it
 */
public record Identity(String user, SortedSet<String> scopes, List<String> audience) {

	/** The scope that only operators have. */
	public static final String OPERATOR = "operator";

	public Identity {
		audience = List.copyOf(audience);
	}

}
