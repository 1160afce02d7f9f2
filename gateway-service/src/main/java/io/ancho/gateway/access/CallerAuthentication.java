package io.ancho.gateway.access;

import io.ancho.gateway.token.Caller;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A caller as Spring Security sees it: each scope is an authority.
 */
final class CallerAuthentication extends AbstractAuthenticationToken {

	private final transient Caller caller;

	CallerAuthentication(Caller caller) {
		super(caller.scopes().stream().map((scope) -> new SimpleGrantedAuthority(scope.text())).toList());
		this.caller = caller;
		setAuthenticated(true);
	}

	@Override
	public Caller getPrincipal() {
		return this.caller;
	}

	@Override
	public String getCredentials() {
		return "";
	}

	@Override
	public String getName() {
		return this.caller.user();
	}

}
