package io.ancho.gateway.identity;

import java.time.Clock;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Signs users' identities: JWTs, RS256, {@code sub} the user's name, {@code scope} what
 * the token allows, {@code aud} the services that may accept it, {@code limits} what they
 * hold the user to. Signing costs about a millisecond, so one is used again for a while.
 */
public class Identities {

	private static final int MAX_REMEMBERED = 10_000;

	private static final JwsHeader header = JwsHeader.with(SignatureAlgorithm.RS256).build();

	private final JwtEncoder encoder;

	private final IdentityProperties properties;

	private final Clock clock;

	private final LoadingCache<Identity, String> signed;

	Identities(RSAKey key, IdentityProperties properties, Clock clock) {
		this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key)));
		this.properties = properties;
		this.clock = clock;
		this.signed = Caffeine.newBuilder()
			.expireAfterWrite(properties.reuse())
			.maximumSize(MAX_REMEMBERED)
			.build(this::sign);
	}

	/**
	 * Signs an identity.
	 * @param identity whose, what for and for whom
	 * @return a compact JWT that is still valid for minutes
	 */
	public String of(Identity identity) {
		return this.signed.get(identity);
	}

	private String sign(Identity identity) {
		Instant now = this.clock.instant();
		JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
			.issuer("ancho-gateway")
			.subject(identity.user())
			.audience(identity.audience())
			.claim("scope", String.join(" ", identity.scopes()))
			.issuedAt(now)
			.expiresAt(now.plus(this.properties.lifetime()));
		if (!identity.limits().isEmpty()) {
			claims.claim("limits", identity.limits());
		}
		return this.encoder.encode(JwtEncoderParameters.from(header, claims.build())).getTokenValue();
	}

}
