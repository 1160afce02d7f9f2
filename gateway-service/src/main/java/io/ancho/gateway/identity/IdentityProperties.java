package io.ancho.gateway.identity;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How identities are signed.
 *
 * @param privateKey PEM file (PKCS#8) with the RSA key that signs them
 * @param lifetime how long a signed identity is valid
 * @param reuse how long one is used again for the same user
 */
@Validated
@ConfigurationProperties("ancho.identity")
record IdentityProperties(
		@NotNull(message = "set ANCHO_IDENTITY_PRIVATE_KEY to the PEM file of the signing key") Path privateKey,
		@DefaultValue("5m") Duration lifetime, @DefaultValue("1m") Duration reuse) {

}
